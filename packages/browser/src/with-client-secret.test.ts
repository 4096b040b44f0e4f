import { ConnectError, type ConnectErrorInit } from "@plastiq-connect/core";
import { expect, it, vi } from "vitest";
import { ClientSecret, type SecretState, withClientSecret } from "./index.ts";
import { errorOf } from "./testing/error-of.ts";

let number = 0;
function secret(life = 60_000): ClientSecret {
  const facts = { expiresAt: new Date(Date.now() + life), traceId: "" };
  return new ClientSecret(`secret-${++number}`, facts);
}
function failing(code: ConnectErrorInit["code"], outcome: ConnectErrorInit["outcome"]): ConnectError {
  return new ConnectError({ code, outcome, message: "refused" });
}
const refused = failing("unauthorized", "rejected");

it("passes on the input and the result", async () => {
  const use = vi.fn(async (_secret: ClientSecret, { a, b }: { a: number; b: number }) => a + b);
  const add = withClientSecret(async () => secret(), use);
  expect(await add({ a: 1, b: 2 })).toBe(3);
  expect(use).toHaveBeenCalledWith(expect.any(ClientSecret), { a: 1, b: 2 }, { signal: expect.any(AbortSignal) });
});

it("shares the promise of a call in progress, and starts a new call afterwards", async () => {
  const get = vi.fn(async () => secret());
  const use = vi.fn(async () => ({}));
  const call = withClientSecret(get, use);
  const first = call();
  expect(call()).toBe(first);
  await Promise.resolve();
  expect(call()).toBe(first);
  const result = await first;
  expect(await call()).not.toBe(result);
  expect(get).toHaveBeenCalledTimes(2);
  expect(use).toHaveBeenCalledTimes(2);
});

it("shares nothing between two functions", async () => {
  const get = vi.fn(async () => secret());
  await Promise.all([withClientSecret(get, async () => {})(), withClientSecret(get, async () => {})()]);
  expect(get).toHaveBeenCalledTimes(2);
});

it("finds the call in progress when it is called from onState", async () => {
  const get = vi.fn(async () => secret());
  const inner: Promise<unknown>[] = [];
  const call: () => Promise<unknown> = withClientSecret(get, async () => ({}), {
    onState: (state) => void (state !== "done" && inner.push(call())),
  });
  const outer = call();
  await outer;
  expect(new Set([outer, ...inner]).size).toBe(1);
  expect(get).toHaveBeenCalledTimes(1);
});

it("rejects for every caller, and starts a new call afterwards", async () => {
  const use = vi.fn(async () => "done").mockRejectedValueOnce(failing("request_refused", "rejected"));
  const call = withClientSecret(async () => secret(), use);
  const results = await Promise.allSettled([call(), call()]);
  expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(await call()).toBe("done");
});

it("does not use an expired secret", async () => {
  const states: SecretState[] = [];
  const use = vi.fn(async (_secret: ClientSecret) => {});
  const fresh = secret();
  const get = vi.fn(async () => fresh).mockResolvedValueOnce(secret(-1));
  await withClientSecret(get, use, { onState: (state) => states.push(state) })();
  expect(use).toHaveBeenCalledTimes(1);
  expect(use.mock.calls[0]?.[0]).toBe(fresh);
  expect(states).toEqual(["minting", "minting-again", "tokenizing", "done"]);
});

it("mints twice at most", async () => {
  const get = vi.fn(async () => secret()).mockResolvedValueOnce(secret(-1));
  const use = vi.fn(() => Promise.reject(refused));
  expect(await errorOf(withClientSecret(get, use)())).toBe(refused);
  expect(get).toHaveBeenCalledTimes(2);
  expect(use).toHaveBeenCalledTimes(1);
});

it("mints once more after a certain refusal", async () => {
  const use = vi.fn(async (secret: ClientSecret) => secret.reveal()).mockRejectedValueOnce(refused);
  await withClientSecret(async () => secret(), use)();
  expect(use.mock.calls[0]?.[0].reveal()).not.toBe(use.mock.calls[1]?.[0].reveal());
});

it("mints once more when the use did not send an expired secret", async () => {
  const use = vi.fn(async (secret: ClientSecret) => secret.reveal());
  use.mockRejectedValueOnce(failing("unauthorized", "not-sent"));
  const get = vi.fn(async () => secret());
  await withClientSecret(get, use)();
  expect(get).toHaveBeenCalledTimes(2);

  use.mockRejectedValueOnce(failing("unauthorized", "not-sent"));
  get.mockResolvedValueOnce(secret()).mockRejectedValueOnce(failing("network_failed", "unknown"));
  expect(await errorOf(withClientSecret(get, use)())).toMatchObject({ code: "network_failed", outcome: "not-sent" });
});

it.each([
  failing("unauthorized", "unknown"),
  failing("network_failed", "unknown"),
  failing("timed_out", "unknown"),
  failing("server_failed", "unknown"),
  failing("response_unreadable", "unknown"),
  failing("forbidden", "rejected"),
  failing("request_refused", "rejected"),
  failing("server_unavailable", "rejected"),
  new Error("something else"),
])("does not retry after %o", async (error) => {
  const get = vi.fn(async () => secret());
  const use = vi.fn(() => Promise.reject(error));
  await expect(withClientSecret(get, use)()).rejects.toBe(error);
  expect(get).toHaveBeenCalledTimes(1);
  expect(use).toHaveBeenCalledTimes(1);
});

it("reports the outcome of the use after a failed mint", async () => {
  const use = vi.fn(() => Promise.reject(refused));
  const lost = failing("network_failed", "unknown");
  const first = withClientSecret(() => Promise.reject(lost), use);
  expect(await errorOf(first())).toMatchObject({ code: "network_failed", outcome: "not-sent", message: "refused" });
  expect(use).not.toHaveBeenCalled();

  const get = vi.fn(async () => secret());
  const second = withClientSecret(get.mockResolvedValueOnce(secret()).mockRejectedValueOnce(lost), use);
  expect(await errorOf(second())).toMatchObject({ code: "network_failed", outcome: "rejected" });

  // The first secret had expired, and was not used.
  const third = withClientSecret(get.mockResolvedValueOnce(secret(-1)).mockRejectedValueOnce(lost), use);
  use.mockClear();
  expect(await errorOf(third())).toMatchObject({ code: "network_failed", outcome: "not-sent" });
  expect(use).not.toHaveBeenCalled();

  const other = new Error("something else");
  await expect(withClientSecret(() => Promise.reject(other), use)()).rejects.toBe(other);
  const caused = new ConnectError({ code: "network_failed", outcome: "unknown", message: "lost", cause: other });
  expect(await errorOf(withClientSecret(() => Promise.reject(caused), use)())).toMatchObject({ cause: other });
});

it("reports the outcome of a use that ends itself when it is aborted", async () => {
  const controller = new AbortController();
  const certain = failing("aborted", "rejected");
  const use = (_secret: ClientSecret, _input: undefined, { signal }: { readonly signal: AbortSignal }) =>
    new Promise<never>((_, reject) => {
      signal.addEventListener("abort", () => reject(certain));
      controller.abort();
    });
  const call = withClientSecret(async () => secret(), use)(undefined, { signal: controller.signal });
  expect(await errorOf(call)).toBe(certain);
});

it("does not mint again when the mint is refused", async () => {
  const get = vi.fn(() => Promise.reject(refused));
  expect(await errorOf(withClientSecret(get, async () => {})())).toMatchObject({ code: "unauthorized" });
  expect(get).toHaveBeenCalledTimes(1);
});

it("continues when onState throws, and writes to the console", async () => {
  const consoleError = vi.spyOn(console, "error").mockImplementation(() => {});
  const onState = () => {
    throw new Error("the page's own");
  };
  expect(
    await withClientSecret(
      async () => secret(),
      async () => "done",
      { onState },
    )(),
  ).toBe("done");
  expect(consoleError).toHaveBeenCalledTimes(3);
  consoleError.mockRestore();
});
