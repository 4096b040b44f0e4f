import { createSandbox, LOCAL_API_KEY, LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { afterEach, describe, expect, it } from "vitest";
import { type ConnectError, createCaller } from "../../index.ts";
import { createClientSecret } from "../../resources/client-secrets/create-client-secret.ts";
import { blockNetwork } from "./block-network.ts";

const sandbox = createSandbox();
const undo: (() => void)[] = [];
afterEach(() => {
  for (const release of undo.splice(0)) release();
  sandbox.control.clearSeen();
});
const block = () => undo.push(blockNetwork());

function mint(options: object): Promise<unknown> {
  const caller = createCaller({
    apiKey: LOCAL_API_KEY,
    fetch: (url, init) => sandbox.fetch(new Request(url, init as RequestInit)),
    ...options,
  });
  return createClientSecret(caller, { payer: { id: LOCAL_PAYER_ID } }, { endUser: "none" });
}

describe("blockNetwork", () => {
  it.each([
    [{}, "connect.sandbox.plastiq.com"],
    [{ environment: "production" }, "connect.plastiq.com"],
    [{ baseUrl: "https://connect.plastiq.com./api" }, "connect.plastiq.com."],
    [{ baseUrl: "https://CONNECT.plastiq.com:8443/api" }, "connect.plastiq.com"],
  ])("refuses the vendor's hosts without sending: %j", async (options, host) => {
    block();
    const error = (await mint(options).catch((reason: unknown) => reason)) as ConnectError;
    expect(error).toMatchObject({ code: "configuration_invalid", outcome: "not-sent" });
    expect(error.message).toContain(`nothing was sent to ${host}.`);
    expect(sandbox.control.seen()).toEqual([]);
  });

  it.each(["http://127.0.0.1:4010/api", "https://sandbox.test/api", "https://notplastiq.com/api"])(
    "lets other hosts be called: %s",
    async (baseUrl) => {
      block();
      await mint({ baseUrl });
      expect(sandbox.control.seen()).toHaveLength(1);
    },
  );

  it("also stops a client that made calls before, until every block is undone", async () => {
    const caller = createCaller({
      apiKey: LOCAL_API_KEY,
      fetch: (url, init) => sandbox.fetch(new Request(url, init as RequestInit)),
    });
    const call = () => createClientSecret(caller, { payer: { id: LOCAL_PAYER_ID } }, { endUser: "none" });
    await call();
    const [first, second] = [blockNetwork(), blockNetwork()];
    await expect(call()).rejects.toThrow("blockNetwork");
    first();
    first();
    await expect(call()).rejects.toThrow("blockNetwork");
    second();
    await call();
    expect(sandbox.control.seen()).toHaveLength(2);
  });
});
