import { LOCAL_API_KEY } from "@plastiq-connect/sandbox";
import { describe, expect, it, vi } from "vitest";
import { createClient } from "../client.ts";
import { CANARY } from "../testing/expect-invalid.ts";
import { failureOf, fixture, json, NOBODY, PAYER, respondWith } from "../testing/fixture.ts";
import { elapse, useVirtualClock } from "../testing/virtual-clock.ts";

useVirtualClock();

const UNUSABLE = 'apiKey must be text without white space, quotes, control characters or a "Bearer " prefix.';
const BAD_KEYS = [
  ["empty", ""],
  ["undefined", undefined],
  ["null", null],
  ["a number", 7],
  ["an object", { key: CANARY }],
  ["white space", "   "],
  ["a space at the start", ` ${CANARY}`],
  ["a space at the end", `${CANARY} `],
  ["a new line at the end", `${CANARY}\n`],
  ["a new line inside", `${CANARY}\n${CANARY}`],
  ["a carriage return inside", `${CANARY}\r${CANARY}`],
  ["a tab inside", `${CANARY}\t${CANARY}`],
  ["a no-break space", `${CANARY}\xa0`],
  ["double quotes", `"${CANARY}"`],
  ["single quotes", `'${CANARY}'`],
  ["back quotes", `\`${CANARY}\``],
  ["a control character", `${CANARY}\x01`],
  ["a control character of Latin-1", `${CANARY}\x85`],
  ["a delete character", `${CANARY}\x7f`],
  ["a character beyond Latin-1", `${CANARY}\u2019`],
  ["a Bearer prefix", `Bearer ${CANARY}`],
] as const;

const mint = (client: ReturnType<typeof createClient>, options = {}) =>
  client.clientSecrets.create({ payer: PAYER }, { ...NOBODY, ...options });

describe("an API key", () => {
  it.each([
    ["8-digits"],
    [LOCAL_API_KEY],
    ["!#$%&()*+,-./:;<=>?@[]^_{|}~\\"],
    ["0123456789".repeat(40)],
    ["cl\xe9-12345"],
  ])("may be %s", async (apiKey) => {
    const fetch = respondWith(json({ clientSecret: "s" }));
    await mint(fixture({ apiKey, fetch }).client);
    expect(fetch.asked[0]?.headers.get("authorization")).toBe(`Bearer ${apiKey}`);
  });

  it.each(BAD_KEYS)("is refused at once when it is or has %s", async (_, apiKey) => {
    const failure = await failureOf(() => createClient({ apiKey: apiKey as never }));
    expect(failure).toMatchObject({
      code: "configuration_invalid",
      outcome: "not-sent",
      attempts: 0,
      message: UNUSABLE,
    });
  });

  it.each(["k", "7-chars"])("is refused when it is as short as %s: it would be redacted by chance", async (apiKey) => {
    const message = "apiKey must have at least 8 characters.";
    const refused = { code: "configuration_invalid", outcome: "not-sent", attempts: 0, message };
    expect(await failureOf(() => createClient({ apiKey }))).toMatchObject(refused);
    expect((await elapse(mint(fixture({ apiKey: () => apiKey }).client))).error).toMatchObject(refused);
  });

  it("is tried once when the vendor refuses it", async () => {
    const { client, control } = fixture({ apiKey: "another-key" });
    expect((await elapse(mint(client))).error).toMatchObject({
      code: "unauthorized",
      outcome: "rejected",
      attempts: 1,
    });
    expect(control.seen()).toHaveLength(1);
  });
});

describe("a function for the API key", () => {
  it.each([
    ["at once", () => LOCAL_API_KEY],
    ["later", async () => LOCAL_API_KEY],
    ["after a second", () => new Promise<string>((resolve) => setTimeout(resolve, 1_000, LOCAL_API_KEY))],
  ])("may be %s", async (_, apiKey) => {
    const { client, control } = fixture({ apiKey });
    expect((await elapse(mint(client))).error).toBeUndefined();
    expect(control.seen()).toMatchObject([{ bearer: { label: "local" } }]);
  });

  it("is not called before a call, and once by each", async () => {
    const apiKey = vi.fn(() => LOCAL_API_KEY);
    const { client } = fixture({ apiKey });
    expect(apiKey).toHaveBeenCalledTimes(0);
    await elapse(mint(client));
    expect(apiKey).toHaveBeenCalledTimes(1);
    await elapse(mint(client));
    expect(apiKey).toHaveBeenCalledTimes(2);
  });

  it("is not called again for a retry that does not concern the key", async () => {
    const apiKey = vi.fn(() => LOCAL_API_KEY);
    const { client, control } = fixture({ apiKey });
    control.addFault({ operation: "*", kind: "status", status: 503, times: 2 });
    await elapse(mint(client));
    expect(control.seen()).toHaveLength(3);
    expect(apiKey).toHaveBeenCalledTimes(1);
  });

  it.each(BAD_KEYS)("fails the call when it returns a key that is or has %s", async (_, key) => {
    const { client, control } = fixture({ apiKey: () => key as never });
    const { error } = await elapse(mint(client));
    expect(error).toMatchObject({ code: "configuration_invalid", outcome: "not-sent", attempts: 0, message: UNUSABLE });
    expect(control.seen()).toEqual([]);
  });

  it.each([
    [
      "throws",
      () => {
        throw new Error("no vault");
      },
    ],
    ["rejects", () => Promise.reject(new Error("no vault"))],
  ])("fails the call when it %s, with its error as the cause", async (_, apiKey) => {
    const { client, control } = fixture({ apiKey });
    const { error, took } = await elapse(mint(client));
    expect(error).toMatchObject({ code: "configuration_invalid", outcome: "not-sent", attempts: 0 });
    expect(error).toMatchObject({
      message: "The apiKey function failed; see the cause.",
      cause: new Error("no vault"),
    });
    expect(control.seen()).toEqual([]);
    expect(took).toBe(0);
  });

  it("times out when it never settles, and nothing is sent", async () => {
    const { client, control } = fixture({
      apiKey: () => new Promise<string>(() => {}),
      timeout: 1_000,
      deadline: 2_500,
    });
    const { error, took } = await elapse(mint(client));
    expect(error).toMatchObject({ code: "timed_out", outcome: "not-sent", attempts: 0 });
    // Another pause would outlast the deadline.
    expect(took).toBe(2_250);
    expect(control.seen()).toEqual([]);
  });

  it("sends nothing when it resolves too late", async () => {
    const apiKey = () => new Promise<string>((resolve) => setTimeout(resolve, 5_000, LOCAL_API_KEY));
    const fetch = respondWith(json({ clientSecret: "s" }));
    const onRequest = vi.fn();
    const { client } = fixture({ apiKey, fetch, hooks: { onRequest }, timeout: 1_000, retries: 0 });
    expect((await elapse(mint(client))).error).toMatchObject({ code: "timed_out", outcome: "not-sent", attempts: 0 });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(fetch.asked).toEqual([]);
    expect(onRequest).not.toHaveBeenCalled();
  });

  it("does not change the key of the next attempt when it resolves late, and shows that key in no error", async () => {
    const late = new Promise<string>((resolve) => setTimeout(resolve, 1_500, "old-api-key"));
    const apiKey = vi.fn(() => "new-api-key").mockReturnValueOnce(late as never);
    const fetch = respondWith(async () => {
      await new Promise((resolve) => setTimeout(resolve, 500));
      return json({ message: "new-api-key may not do this" }, 403)();
    });
    const { client } = fixture({ apiKey, fetch, timeout: 1_000, retries: 1 });
    const { error } = await elapse(mint(client));
    expect(error).toMatchObject({ code: "forbidden", attempts: 1 });
    expect(fetch.asked[0]?.headers.get("authorization")).toBe("Bearer new-api-key");
    expect(String(error)).toContain("[redacted] may not do this");
  });

  it("is called once more after a 401, and a rotated key is used without a pause", async () => {
    const apiKey = vi.fn().mockReturnValueOnce("old-key-1").mockReturnValueOnce(LOCAL_API_KEY);
    const { client, control } = fixture({ apiKey, retries: 0 });
    const { error, took } = await elapse(mint(client));
    expect(error).toBeUndefined();
    expect(took).toBe(0);
    expect(control.seen()).toMatchObject([{ status: 401 }, { status: 200, bearer: { label: "local" } }]);
  });

  it("is called exactly once more after a 401, also when the call must not happen twice", async () => {
    const apiKey = vi.fn(() => "old-key-1");
    const { client, control } = fixture({ apiKey });
    const call = client.payers.create({ contact: { firstName: "J", lastName: "P", phone: "+14155550100" } }, NOBODY);
    expect((await elapse(call)).error).toMatchObject({ code: "unauthorized", outcome: "rejected", attempts: 2 });
    expect(apiKey).toHaveBeenCalledTimes(2);
    expect(control.seen()).toHaveLength(2);
  });
});
