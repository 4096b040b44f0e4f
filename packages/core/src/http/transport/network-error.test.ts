import { inspect } from "node:util";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { ConnectError } from "../../error.ts";
import { failureOf, fetchOf, fixture, NOBODY, PAYER, PERSON } from "../../testing/fixture.ts";
import type { Fetch, FetchStage } from "./fetch.ts";

const KEY = "KEY6B1F0A";

/** Returns the error of a mint when fetch rejects with this. */
async function failureAfter(thrown: unknown): Promise<ConnectError> {
  const { client } = fixture({ apiKey: KEY, fetch: () => Promise.reject(thrown) });
  return failureOf(client.clientSecrets.create({ payer: PAYER }, { ...NOBODY, retries: 0 }));
}
const failed = (facts: object, cause?: unknown): Error =>
  Object.assign(new TypeError("fetch failed", { cause }), facts);

describe("when fetch fails", () => {
  it.each([
    ["says nothing", failed({}), "The connection failed. The request may have taken effect."],
    [
      "has a code",
      failed({ code: "ECONNRESET" }),
      "The connection failed (ECONNRESET). The request may have taken effect.",
    ],
    [
      "has a code underneath",
      failed({}, failed({}, failed({ code: "UND_ERR_SOCKET" }))),
      "The connection failed (UND_ERR_SOCKET). The request may have taken effect.",
    ],
    [
      "has several codes",
      failed({ code: "FIRST" }, failed({ code: "SECOND" })),
      "The connection failed (FIRST). The request may have taken effect.",
    ],
    [
      "has a code that is none",
      failed({ code: "not a code" }),
      "The connection failed. The request may have taken effect.",
    ],
    ["has a number as its code", failed({ code: 23 }), "The connection failed. The request may have taken effect."],
    ["is not an error", "a text", "The connection failed. The request may have taken effect."],
    ["is nothing", undefined, "The connection failed. The request may have taken effect."],
    ["is null", null, "The connection failed. The request may have taken effect."],
  ])("the error that %s is summed up, and not attached", async (_, thrown, message) => {
    const failure = await failureAfter(thrown);
    expect(failure).toMatchObject({ code: "network_failed", outcome: "unknown", attempts: 1 });
    expect(failure.message).toBe(`createClientSecret (connect.sandbox.plastiq.com): ${message}`);
    expect("cause" in failure).toBe(false);
  });

  it.each([
    [["connecting"], "not-sent", "No connection could be made (ECONNREFUSED)."],
    [["connecting", "sending"], "unknown", "The connection failed (ECONNREFUSED)."],
    // A fetch that tries twice by itself.
    [["connecting", "sending", "connecting"], "unknown", "The connection failed (ECONNREFUSED)."],
    [["sending"], "unknown", "The connection failed (ECONNREFUSED)."],
    [[], "unknown", "The connection failed (ECONNREFUSED)."],
  ] as const)("knows from the stages %j that the outcome is %s", async (stages, outcome, message) => {
    const fetch: Fetch = async (_, init) => {
      for (const stage of stages as readonly FetchStage[]) init.onStage?.(stage);
      throw failed({}, failed({ code: "ECONNREFUSED" }));
    };
    const { client } = fixture({ apiKey: KEY, fetch });
    const failure = await failureOf(client.clientSecrets.create({ payer: PAYER }, { ...NOBODY, retries: 0 }));
    expect(failure).toMatchObject({ code: "network_failed", outcome, message: expect.stringContaining(message) });
  });

  it.each([
    [["connecting"], "not-sent", 1, "fix-configuration"],
    // An alert may come after the request was sent.
    [["connecting", "sending"], "unknown", 3, "retry-later"],
  ] as const)(
    "counts a TLS handshake that fails after the stages %j as %s",
    async (stages, outcome, attempts, next) => {
      const fetch: Fetch = async (_, init) => {
        for (const stage of stages) init.onStage?.(stage);
        throw failed({}, failed({ code: "ERR_SSL_WRONG_VERSION_NUMBER" }));
      };
      vi.spyOn(Math, "random").mockReturnValue(0);
      onTestFinished(() => void vi.restoreAllMocks());
      const { client } = fixture({ fetch });
      const failure = await failureOf(client.clientSecrets.create({ payer: PAYER }, NOBODY));
      expect(failure).toMatchObject({ code: "network_failed", outcome, attempts, next });
      expect(failure.message).toContain("(ERR_SSL_WRONG_VERSION_NUMBER)");
    },
  );

  it("advises what to check when no connection could be made", async () => {
    const fetch: Fetch = async (_, init) => {
      init.onStage?.("connecting");
      throw failed({ code: "ENOTFOUND" });
    };
    const { client } = fixture({ fetch });
    const failure = await failureOf(client.payers.create(PERSON, { ...NOBODY, retries: 0 }));
    expect(failure).toMatchObject({ outcome: "not-sent" });
    expect(failure.message).toContain("Check the base URL, DNS, certificates, proxy and firewall.");
  });

  it("tries again when no connection could be made, also what must not happen twice", async () => {
    const { sandbox } = fixture();
    const fetch = vi.fn<Fetch>(fetchOf(sandbox)).mockImplementationOnce(async (_, init) => {
      init.onStage?.("connecting");
      throw failed({ code: "ECONNREFUSED" });
    });
    vi.spyOn(Math, "random").mockReturnValue(0);
    onTestFinished(() => void vi.restoreAllMocks());
    const { client } = fixture({ fetch });
    await expect(client.payers.create(PERSON, NOBODY)).resolves.toHaveProperty("id");
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  it("counts a request as sent once a response has arrived, whatever the fetch reported before", async () => {
    const fetch = vi.fn<Fetch>(async (_, init) => {
      init.onStage?.("connecting");
      const read = () => Promise.reject(failed({ code: "ECONNRESET" }));
      return { status: 201, headers: new Headers(), body: { getReader: () => ({ read, cancel: read }) } };
    });
    const failure = await failureOf(fixture({ fetch }).client.payers.create(PERSON, NOBODY));
    expect(failure).toMatchObject({ code: "network_failed", outcome: "unknown", next: "look-up" });
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  it.each([
    ["Bun", failed({ code: "ZlibError" }), "The connection failed (ZlibError)."],
    ["Deno", new TypeError("Invalid gzip header"), "fetch failed with TypeError: Invalid gzip header."],
    ["workerd", new TypeError("Gzip decompression failed."), "fetch failed with TypeError: Gzip decompression failed."],
  ])("names why the body of a response cannot be decompressed in %s", async (_, thrown, message) => {
    const read = () => Promise.reject(thrown);
    const fetch: Fetch = async () => ({
      status: 201,
      headers: new Headers(),
      body: { getReader: () => ({ read, cancel: read }) },
    });
    const failure = await failureOf(fixture({ fetch }).client.payers.create(PERSON, NOBODY));
    expect(failure).toMatchObject({ code: "network_failed", outcome: "unknown", attempts: 1 });
    expect(failure.message).toContain(`: ${message} The request may have taken effect.`);
  });

  it("takes an error with a code for a failure of the network, whatever its class and message", async () => {
    const failure = await failureAfter(Object.assign(new RangeError("odd"), { code: "ERR_STREAM_PREMATURE_CLOSE" }));
    expect(failure).toMatchObject({ code: "network_failed", outcome: "unknown" });
  });

  it.each([
    ["UNABLE_TO_VERIFY_LEAF_SIGNATURE"],
    ["CERT_HAS_EXPIRED"],
    ["DEPTH_ZERO_SELF_SIGNED_CERT"],
    ["ERR_TLS_CERT_ALTNAME_INVALID"],
  ])("names a certificate that is refused (%s), and tries once", async (code) => {
    const fetch = vi.fn(() => Promise.reject(failed({}, failed({ code }))));
    const { client } = fixture({ fetch });
    const failure = await failureOf(client.clientSecrets.create({ payer: PAYER }, NOBODY));
    expect(failure).toMatchObject({
      code: "network_failed",
      outcome: "not-sent",
      next: "fix-configuration",
      attempts: 1,
    });
    expect(failure.message).toContain(`No connection could be made (${code}).`);
    expect(failure.message).toContain("NODE_EXTRA_CA_CERTS");
    expect(fetch).toHaveBeenCalledOnce();
  });

  it("names the class and message of a programming error after redaction, and does not call it again", async () => {
    const fetch = vi.fn(() => Promise.reject(new TypeError(`Cannot read properties of undefined (reading '${KEY}')`)));
    const { client } = fixture({ apiKey: KEY, fetch });
    const failure = await failureOf(client.clientSecrets.create({ payer: PAYER }, NOBODY));
    expect(failure).toMatchObject({ code: "configuration_invalid", outcome: "unknown", attempts: 1 });
    expect(failure.message).toContain(
      "The fetch function threw TypeError: Cannot read properties of undefined (reading '[redacted]').",
    );
    expect(fetch).toHaveBeenCalledOnce();
  });

  it("names any other error of its own, and does not blame the connection", async () => {
    const failure = await failureAfter(new Error(`The vault is sealed for ${KEY}.`));
    expect(failure).toMatchObject({ code: "network_failed", outcome: "unknown" });
    expect(failure.message).toContain(": fetch failed with Error: The vault is sealed for [redacted]. ");
  });

  it("fails the call also when an error is its own cause", async () => {
    const error = failed({});
    error.cause = error;
    expect(await failureAfter(error)).toMatchObject({ code: "network_failed" });
  });

  it("does not repeat the request from the error's message", async () => {
    const quoting = `authorization: Bearer ${KEY}`;
    const thrown = Object.assign(new TypeError(quoting, { cause: new Error(quoting) }), {
      code: KEY,
      options: { quoting },
    });
    expect(inspect(await failureAfter(thrown), { depth: null, showHidden: true })).not.toContain(KEY);
  });

  it("names a fetch that resolves with no response, and does not call it again", async () => {
    for (const response of [undefined, {}, { status: "200" }, { ok: true, text: async () => "{}" }]) {
      const { client } = fixture({ fetch: (() => Promise.resolve(response)) as never });
      const failure = await failureOf(client.clientSecrets.create({ payer: PAYER }, NOBODY));
      expect(failure).toMatchObject({ code: "configuration_invalid", outcome: "unknown", attempts: 1 });
      expect(failure.message).toContain("fetch must resolve with a response");
    }
  });
});

describe("an attempt that is stopped before a connection was made, by a fetch that knows", () => {
  const waiting: Fetch = (_, { signal, onStage }) =>
    new Promise((_, reject) => {
      onStage?.("connecting");
      signal.addEventListener("abort", () => reject(signal.reason));
    });

  it.each([
    ["timed_out", () => ({ timeout: 20 })],
    ["aborted", () => ({ signal: AbortSignal.timeout(20) })],
  ])("is %s, and not sent", async (code, options) => {
    const { client } = fixture({ fetch: waiting, retries: 0 });
    const failure = await failureOf(client.payers.create(PERSON, { ...NOBODY, ...options() }));
    expect(failure).toMatchObject({ code, outcome: "not-sent", attempts: 1 });
  });
});
