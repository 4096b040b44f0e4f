import { describe, expect, it, onTestFinished, vi } from "vitest";
import { LOCAL_API_KEY, LOCAL_PAYER_ID } from "../index.ts";
import { card } from "../testing/fixture.ts";
import { type RunningSandbox, type ServerOptions, startSandbox } from "./index.ts";

async function start(options: ServerOptions): Promise<RunningSandbox> {
  const sandbox = await startSandbox(options);
  onTestFinished(() => sandbox.close());
  return sandbox;
}

describe("an error of the sandbox's own code", () => {
  const post = (sandbox: RunningSandbox, path: string, body: unknown) =>
    fetch(sandbox.origin + path, {
      method: "POST",
      headers: { authorization: `Bearer ${LOCAL_API_KEY}`, "content-type": "application/json", "user-agent": "test" },
      body: JSON.stringify(body),
    });
  const contact = { firstName: "Ada", lastName: "Moreau", email: "ada@example.com" };

  it("is a 500 that says so, in the response and on standard error, and the sandbox goes on", async () => {
    const print = vi.spyOn(console, "error").mockImplementation(() => {});
    let time = Date.now();
    const sandbox = await start({ now: () => time });
    time = Number.NaN;
    const failed = await post(sandbox, "/api/payers", { contact });
    expect(failed.status).toBe(500);
    expect(await failed.json()).toEqual({
      code: "INTERNAL_SERVER_ERROR",
      message: "Internal Server Error",
      errors: [{ details: expect.stringContaining("The sandbox itself failed in createPayer (RangeError).") }],
      traceId: failed.headers.get("trace-id"),
    });
    expect(print).toHaveBeenCalledExactlyOnceWith(
      expect.stringMatching(/ failed in createPayer \(RangeError\).*?\n +at /s),
    );
    expect(sandbox.control.seen()[0]?.refusal?.reason).toBe("sandbox_failed");
    time = Date.now();
    expect((await post(sandbox, "/api/payers", { contact })).status).toBe(200);
  });

  it("is never quoted", async () => {
    const print = vi.spyOn(console, "error").mockImplementation(() => {});
    let fails = false;
    const now = () => {
      if (fails) throw new Error(card.accountNumber);
      return Date.now();
    };
    const sandbox = await start({ now });
    fails = true;
    const api = await post(sandbox, "/api/payers", { contact });
    const control = await fetch(`${sandbox.origin}/control/snapshot`);
    const texts = [await api.text(), await control.text(), print.mock.calls.join()];
    expect([api.status, control.status]).toEqual([500, 500]);
    for (const text of texts) expect(text).toMatch(/^(?!.*4242).*The sandbox itself failed in /s);
    fails = false;
    const minted = await post(sandbox, "/api/client-secrets", { payer: { id: LOCAL_PAYER_ID }, type: "CARD" });
    expect(minted.status).toBe(200);
  });
});
