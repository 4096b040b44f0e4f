import { describe, expect, it } from "vitest";
import { createCallerWith, type Operation } from "../../adapter.ts";
import { createCaller } from "../../index.ts";
import { failureOf, json, NOBODY, respondWith } from "../../testing/fixture.ts";

/** An operation of one's own. */
const ping: Operation<string, string> = {
  name: "ping",
  replay: "never",
  encode: (input) => ({ method: "DELETE", path: "/ping", headers: {}, body: undefined, secrets: ["", input] }),
  decode: ({ body }) => `${JSON.parse(body)}`,
};

describe("an operation of one's own", () => {
  it("is sent as it is encoded, and decoded", async () => {
    const fetch = respondWith(json("pong"));
    const caller = createCaller({ apiKey: "test-key", fetch });
    expect(await caller.call(ping, "secret-1", NOBODY)).toBe("pong");
    expect(fetch.asked[0]).toMatchObject({ method: "DELETE", url: `${caller.baseUrl}/ping`, body: null });
  });

  it("redacts its secrets in errors, and ignores an empty one", async () => {
    const caller = createCaller({ apiKey: "test-key", fetch: respondWith(json({ message: "no secret-1" }, 400)) });
    const failure = await failureOf(caller.call(ping, "secret-1", NOBODY));
    expect(failure).toMatchObject({
      message: expect.stringContaining("400. no [redacted]."),
      traceId: "",
    });
  });

  it("fails with the error of its own decoding, and is not retried", async () => {
    const fetch = respondWith(json("pong"));
    const broken = {
      ...ping,
      decode: () => {
        throw new RangeError("mistake");
      },
    };
    const ended: unknown[] = [];
    const hooks = { onAttempt: ({ error }: { error?: unknown }) => void ended.push(error) };
    await expect(createCaller({ apiKey: "test-key", fetch, hooks }).call(broken, "", NOBODY)).rejects.toThrow(
      new RangeError("mistake"),
    );
    expect(fetch.asked).toHaveLength(1);
    expect(ended).toEqual([new RangeError("mistake")]);
  });

  it("may have a credential of its own", async () => {
    const fetch = respondWith(json("pong"));
    const credential = { token: () => "own", renewable: false, advice: {} };
    await createCaller({ apiKey: "test-key", fetch }).call(ping, "", { ...NOBODY, credential });
    await createCallerWith({ ...credential, token: async () => "other" }, { fetch }).call(ping, "", NOBODY);
    expect(fetch.asked.map(({ headers }) => headers.get("authorization"))).toEqual(["Bearer own", "Bearer other"]);
  });
});
