import { expect, it } from "vitest";
import { cdp } from "vitest/browser";
import { ClientSecret } from "./index.ts";

interface Session {
  send(method: string, parameters: object): Promise<{ readonly result: { readonly objectId?: string } }>;
}

it("shows nothing of a client secret in the preview of Chromium's inspector", async () => {
  const secret = new ClientSecret("LOCALCLIENTSECRET-7f3a", { expiresAt: new Date(0), traceId: "trace" });
  Object.assign(globalThis, { secretForDebugger: secret });
  const session = cdp() as unknown as Session;
  const expression = `[window, ...[...document.querySelectorAll("iframe")].map((frame) => frame.contentWindow)]
    .map((each) => each.secretForDebugger).find(Boolean)`;
  const evaluated = await session.send("Runtime.evaluate", { expression, generatePreview: true });
  const { objectId } = evaluated.result;
  const properties = await session.send("Runtime.getProperties", { objectId, generatePreview: true });
  Reflect.deleteProperty(globalThis, "secretForDebugger");

  const shown = JSON.stringify([evaluated, properties]);
  expect(shown).toContain("expiresAt");
  expect(shown).not.toContain("LOCALCLIENTSECRET");
});
