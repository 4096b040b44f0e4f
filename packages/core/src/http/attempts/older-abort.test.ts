import { describe, expect, it } from "vitest";
import { type Client, createClient } from "../../client.ts";
import { type UploadOptions, uploadDocument } from "../../resources/documents/upload-document.ts";
import { UploadSlot } from "../../resources/documents/upload-slot.ts";
import { failureOf, NOBODY, PAYER, PERSON } from "../../testing/fixture.ts";
import { OlderController, stubOlderAbort } from "../../testing/older-abort.ts";
import type { CallerOptions } from "../caller/caller.ts";
import type { Fetch } from "../transport/fetch.ts";

/** A fetch that never settles, unless its signal fires. It rejects with the signal's reason, which is not there. */
const silent: Fetch = (_, { signal }) =>
  new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));

/** A fetch that never settles. */
const deaf: Fetch = () => new Promise(() => {});

function clientOf(options: Partial<CallerOptions>): Client {
  return createClient({ apiKey: "key-of-this-test", ...options });
}

describe("with an AbortController that knows no reason", () => {
  it("makes calls, and leaves no listener on the caller's signal", async () => {
    stubOlderAbort();
    const client = clientOf({ fetch: async () => Response.json({ clientSecret: "s" }) });
    const controller = new OlderController();
    const secret = await client.clientSecrets.create({ payer: PAYER }, { ...NOBODY, signal: controller.signal });
    expect(secret.payerId).toBe(PAYER.id);
    expect(controller.listeners).toBe(0);
  });

  it.each([
    ["ends with its signal", silent],
    ["ignores its signal", deaf],
  ])("times out, and aborts, when fetch %s", async (_, fetch) => {
    stubOlderAbort();
    const controller = new OlderController();
    const client = clientOf({ fetch, retries: 0 });
    expect(await failureOf(client.payers.create(PERSON, { ...NOBODY, timeout: 300 }))).toMatchObject({
      code: "timed_out",
      outcome: "unknown",
    });
    const aborting: Fetch = (url, init) => {
      setTimeout(() => controller.abort());
      return fetch(url, init);
    };
    const call = clientOf({ fetch: aborting }).payers.create(PERSON, { ...NOBODY, signal: controller.signal });
    expect(await failureOf(call)).toMatchObject({ code: "aborted", outcome: "unknown" });
    expect(controller.listeners).toBe(0);
  });

  it("sends nothing when the signal has fired before, and wakes from a pause when it fires", async () => {
    stubOlderAbort();
    const before = new OlderController();
    before.abort();
    const during = new OlderController();
    let requests = 0;
    const fetch: Fetch = async () => {
      requests++;
      return new Response(null, { status: 503, headers: { "retry-after": "20" } });
    };
    const client = clientOf({ fetch, hooks: { onRetry: () => void setTimeout(() => during.abort()) } });
    const mint = (signal: AbortSignal) =>
      failureOf(client.clientSecrets.create({ payer: PAYER }, { ...NOBODY, signal }));
    expect(await mint(before.signal)).toMatchObject({ code: "aborted", outcome: "not-sent", attempts: 0 });
    expect(await mint(during.signal)).toMatchObject({ code: "aborted", attempts: 1 });
    expect(requests).toBe(1);
  });

  it("ends a walk over a list", async () => {
    stubOlderAbort();
    const page = { data: [{ id: PAYER.id }, { id: crypto.randomUUID() }] };
    const client = clientOf({ fetch: async () => Response.json(page) });
    const controller = new OlderController();
    const walk = async (): Promise<void> => {
      const list = client.payments.list({ payerId: PAYER.id }, { ...NOBODY, signal: controller.signal });
      for await (const _ of list) controller.abort();
    };
    expect(await failureOf(walk())).toMatchObject({ code: "aborted" });
  });

  it.each([
    ["ends with its signal", silent],
    ["ignores its signal", deaf],
  ])("ends an upload that takes too long, or that the caller aborts, when fetch %s", async (_, fetch) => {
    stubOlderAbort();
    const slot = new UploadSlot({ url: "https://bucket.example/", fields: {}, filename: "a", contentType: "a/b" }, "t");
    const upload = (options: UploadOptions) =>
      failureOf(uploadDocument(slot, new Uint8Array(1), { ...options, fetch: fetch as never, retries: 0 }));
    expect(await upload({ timeout: 20 })).toMatchObject({ code: "timed_out", outcome: "unknown" });
    const controller = new OlderController();
    const call = upload({ signal: controller.signal });
    setTimeout(() => controller.abort(), 20);
    expect(await call).toMatchObject({ code: "aborted", outcome: "unknown" });
    expect(controller.listeners).toBe(0);
  });
});
