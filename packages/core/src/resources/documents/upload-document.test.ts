import { inspect } from "node:util";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { createLog } from "../../http/hooks/logger.ts";
import { failureOf, fixture, json, NOBODY, PAYER, respondWith } from "../../testing/fixture.ts";
import { SLOT, SLOT_FACTS, SLOT_SECRET } from "../../testing/upload-slot.ts";
import { elapse, useVirtualClock } from "../../testing/virtual-clock.ts";
import { uploadDocument } from "./upload-document.ts";
import { UploadSlot } from "./upload-slot.ts";

const FILE = new Uint8Array([37, 80, 68, 70]);

type Respond = () => Response | Promise<Response>;

/** A `fetch` that gives these responses, and keeps what it was called with. */
function storage(...given: Respond[]): typeof globalThis.fetch & { asked: [string, RequestInit][] } {
  const asked: [string, RequestInit][] = [];
  const fetch = async (url: unknown, init: unknown): Promise<Response> => {
    asked.push([String(url), init as RequestInit]);
    return await (given[Math.min(asked.length, given.length) - 1] as Respond)();
  };
  return Object.assign(fetch, { asked }) as typeof globalThis.fetch & { asked: [string, RequestInit][] };
}

/** A Uint8Array whose buffer another thread has. */
function transferred(): Uint8Array {
  const bytes = FILE.slice();
  structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
  return bytes;
}

const stored: Respond = () => new Response("<PostResponse/>", { status: 201 });
const s3Error =
  (status: number, code: string, message: string): Respond =>
  () =>
    new Response(`<Error><Code>${code}</Code><Message>${message}</Message></Error>`, { status });

describe("uploadDocument sends", () => {
  it.each([
    ["a Uint8Array", FILE],
    ["a Blob", new Blob([FILE])],
    [
      "a Uint8Array of another realm, as in a test runner",
      runInNewContext("new Uint8Array(4)") as Uint8Array<ArrayBuffer>,
    ],
    ["a File", new File([FILE], "other.bin", { type: "text/html" })],
  ])("%s as the last field of the form, without a header of its own", async (_, file) => {
    const fetch = storage(stored);
    await uploadDocument(SLOT, file, { fetch });
    const [[url, init] = ["", {}]] = fetch.asked;
    const form = init.body as FormData;
    expect(url).toBe(SLOT_FACTS.url);
    expect([...form.keys()]).toEqual(["Key", "Policy", "X-Amz-Signature", "file"]);
    expect(form.get("file")).toMatchObject({ name: SLOT_FACTS.filename, type: "application/pdf", size: 4 });
    expect(init.headers).toBeUndefined();
    expect(init).toMatchObject({ method: "POST", redirect: "manual" });
  });
});

describe("uploadDocument refuses", () => {
  it.each([
    ["an empty file", new Uint8Array()],
    ["a stream", new ReadableStream()],
    ["text", "file"],
    ["bytes whose buffer was transferred", transferred()],
    ["an ArrayBuffer", new ArrayBuffer(4)],
    ["nothing", null],
  ])("%s", async (_, file) => {
    const fetch = storage(stored);
    const error = await failureOf(uploadDocument(SLOT, file as never, { fetch }));
    expect(error).toMatchObject({ code: "input_invalid", fields: ["file"] });
    expect(fetch.asked).toEqual([]);
  });

  it.each([null, {}, { url: SLOT_FACTS.url }, "[redacted]", JSON.parse(JSON.stringify(SLOT))])(
    "%j as the slot",
    async (slot) => {
      const fetch = storage(stored);
      const error = await failureOf(uploadDocument(slot as never, FILE, { fetch }));
      expect(error).toMatchObject({ code: "input_invalid", outcome: "not-sent", fields: ["slot"] });
      expect(fetch.asked).toEqual([]);
    },
  );

  const ADDRESSES = [
    "http://bucket.example/",
    "ftp://x/",
    "blob:https://x.example/1",
    "https://u:p@x.example/",
    "no url",
  ];
  it.each(ADDRESSES)("the address %s", async (url) => {
    const fetch = storage(stored);
    const error = await failureOf(uploadDocument(new UploadSlot({ ...SLOT_FACTS, url }, "t"), FILE, { fetch }));
    expect(error).toMatchObject({ code: "response_unreadable", outcome: "not-sent" });
    expect(fetch.asked).toEqual([]);
  });
});

describe("uploadDocument fails", () => {
  useVirtualClock();

  it("with the storage's own code, and shows no field of the form", async () => {
    const fetch = storage(s3Error(400, "EntityTooLarge", `Too large: ${SLOT_SECRET}`));
    const { error } = await elapse(uploadDocument(SLOT, FILE, { fetch }));
    expect(error).toMatchObject({
      code: "request_refused",
      apiCode: "EntityTooLarge",
      outcome: "rejected",
      attempts: 1,
    });
    expect(inspect(error)).not.toContain(SLOT_SECRET);
  });

  it("without a field of the form that stands where the code should", async () => {
    const fetch = storage(s3Error(400, SLOT_SECRET.replace(/\W/g, "_"), "Refused."));
    const { error } = await elapse(uploadDocument(SLOT, FILE, { fetch }));
    expect(error).toMatchObject({ apiCode: "[redacted]" });
  });

  it("with the advice to create a new slot when the policy has expired", async () => {
    const fetch = storage(s3Error(403, "AccessDenied", "Invalid according to Policy: Policy expired."));
    const { error } = await elapse(uploadDocument(SLOT, FILE, { fetch }));
    expect(error).toMatchObject({ code: "forbidden", apiCode: "AccessDenied", next: "new-attempt" });
    expect(String(error)).toContain("create a new one");
  });

  it("with the advice to create a new slot when the storage is busy with the same key (409)", async () => {
    const fetch = storage(s3Error(409, "OperationAborted", "A conflicting conditional operation is in progress."));
    const { error } = await elapse(uploadDocument(SLOT, FILE, { fetch }));
    expect(error).toMatchObject({ code: "conflict", outcome: "rejected", attempts: 1, next: "new-attempt" });
  });

  it("with an unknown outcome when an attempt before the refused one may have stored the file", async () => {
    const lost: Respond = () => Promise.reject(new TypeError("fetch failed"));
    const fetch = storage(lost, s3Error(403, "AccessDenied", "Invalid according to Policy: Policy expired."));
    const { error } = await elapse(uploadDocument(SLOT, FILE, { fetch }));
    expect(error).toMatchObject({ outcome: "unknown", attempts: 2, operation: "uploadDocument", next: "new-attempt" });
  });

  it("when the storage does not wait for the rest of the file (408)", async () => {
    const fetch = storage(() => new Response(null, { status: 408 }));
    const { error } = await elapse(uploadDocument(SLOT, FILE, { fetch }));
    expect(error).toMatchObject({ code: "server_failed", outcome: "unknown", attempts: 3, next: "retry-later" });
  });

  it("at a redirect to another host, which it does not follow", async () => {
    const fetch = storage(() => new Response(null, { status: 307, headers: { location: "https://evil.example/" } }));
    expect((await elapse(uploadDocument(SLOT, FILE, { fetch }))).error).toMatchObject({ code: "redirect_refused" });
    expect(fetch.asked).toHaveLength(1);
  });

  it.each([
    [
      "a page of a firewall with status 200",
      new Response("<h1>Blocked</h1>", { headers: { "content-type": "text/html" } }),
    ],
    ["status 202", new Response(null, { status: 202 })],
  ])("with an unknown outcome at %s, and is not sent again", async (_, response) => {
    const fetch = storage(() => response.clone());
    const { error } = await elapse(uploadDocument(SLOT, FILE, { fetch }));
    expect(error).toMatchObject({
      code: "response_unreadable",
      outcome: "unknown",
      status: response.status,
      attempts: 1,
    });
    expect(String(error)).not.toContain("redirect");
  });

  it("when the storage is too slow", async () => {
    const slow: typeof globalThis.fetch = (_, init) =>
      new Promise((_resolve, reject) => init?.signal?.addEventListener("abort", () => reject(new Error("aborted"))));
    const { error, took } = await elapse(uploadDocument(SLOT, FILE, { fetch: slow, timeout: 5_000, retries: 0 }));
    expect(error).toMatchObject({ code: "timed_out" });
    expect(took).toBe(5_000);
  });

  it("when the caller aborts", async () => {
    const signal = AbortSignal.abort();
    const { error } = await elapse(uploadDocument(SLOT, FILE, { fetch: storage(stored), signal }));
    expect(error).toMatchObject({ code: "aborted", outcome: "not-sent" });
  });
});

describe("uploadDocument succeeds", () => {
  it.each([201, 204])("with status %i, whatever the type of its content", async (status) => {
    const fetch = storage(() => new Response(null, { status, headers: { "content-type": "text/html" } }));
    await uploadDocument(SLOT, FILE, { fetch });
    expect(fetch.asked).toHaveLength(1);
  });

  it.each([
    ["has no cancel", {}],
    ["fails to cancel", { cancel: () => Promise.reject(new Error("locked")) }],
    ["never cancels", { cancel: () => new Promise(() => {}) }],
  ])("when the body of a custom fetch's response %s", async (_, body) => {
    const fetch = storage(() => ({ status: 201, body }) as unknown as Response);
    await uploadDocument(SLOT, FILE, { fetch, retries: 0 });
    expect(fetch.asked).toHaveLength(1);
  });
});

describe("uploadDocument retries", () => {
  useVirtualClock();
  it("a network failure and a 503 with the same form", async () => {
    const lost: Respond = () => Promise.reject(new TypeError("fetch failed"));
    const slow = s3Error(503, "SlowDown", "Slow down.");
    const fetch = storage(lost, slow, stored);
    expect((await elapse(uploadDocument(SLOT, FILE, { fetch }))).error).toBeUndefined();
    expect(fetch.asked).toHaveLength(3);
    const { error } = await elapse(uploadDocument(SLOT, FILE, { fetch: storage(slow) }));
    expect(error).toMatchObject({ apiCode: "SlowDown", outcome: "unknown", attempts: 3 });
  });
});

describe("documents", () => {
  const INPUT = {
    type: "INVOICE",
    fileType: "pdf",
    filename: "i.pdf",
    payer: PAYER,
    payment: { id: PAYER.id },
  } as const;

  it("create a slot with the vendor's fields in their order", async () => {
    const metadata = { Key: "k", Policy: SLOT_SECRET };
    const fetch = respondWith(json({ uploadURL: SLOT_FACTS.url, metadata }));
    const slot = await fixture({ fetch }).client.documents.create(INPUT, NOBODY);
    expect([slot.url, slot.fields, slot.contentType]).toEqual([SLOT_FACTS.url, metadata, "application/pdf"]);
  });

  it("are unreadable without an upload URL", async () => {
    const { client } = fixture({ fetch: respondWith(json({ metadata: {} })) });
    expect(await failureOf(client.documents.create(INPUT, NOBODY))).toMatchObject({ code: "response_unreadable" });
  });

  it.each([
    ["an empty file", new Uint8Array(), {}, "input_invalid"],
    ["a path", "invoice.pdf", {}, "input_invalid"],
    ["options that cannot be used", FILE, { retries: -1 }, "configuration_invalid"],
  ])("refuse %s before a slot is created", async (_, file, upload, code) => {
    const fetch = respondWith(json({ uploadURL: SLOT_FACTS.url, metadata: SLOT_FACTS.fields }));
    const sending = fixture({ fetch }).client.documents.send(INPUT, file as never, { ...NOBODY, upload });
    expect(await failureOf(sending)).toMatchObject({ code, outcome: "not-sent" });
    expect(fetch.asked).toEqual([]);
  });

  it.each([null, undefined, {}, () => {}, { ...INPUT, filename: "" }, { ...INPUT, filename: new Date() }, { a: 1n }])(
    "refuse the input %o, and name the operation",
    async (input) => {
      const fetch = respondWith(json({}));
      const sending = fixture({ fetch }).client.documents.send(input as never, FILE, NOBODY);
      expect(await failureOf(sending)).toMatchObject({
        code: "input_invalid",
        outcome: "not-sent",
        operation: "createDocument",
      });
      expect(fetch.asked).toEqual([]);
    },
  );

  it("show no field of the slot to hooks, logs and errors, whatever goes wrong", async () => {
    const seen: unknown[] = [];
    const note = (event: unknown): void => void seen.push(event);
    const hooks = { onCall: note, onRequest: note, onResponse: note, onAttempt: note, onDrift: note, onEnd: note };
    const logger = { debug: note, info: note, warn: note, error: note };
    const slot = json({ uploadURL: SLOT_FACTS.url, metadata: SLOT_FACTS.fields, later: SLOT_SECRET }, 202);
    const { client } = fixture({ fetch: respondWith(slot), hooks, log: createLog({ logger, logLevel: "debug" }) });
    for (const respond of [stored, s3Error(403, "AccessDenied", SLOT_SECRET), s3Error(400, SLOT_SECRET, SLOT_SECRET)]) {
      const sending = client.documents.send(INPUT, FILE, {
        ...NOBODY,
        upload: { fetch: storage(respond), retries: 0 },
      });
      await sending.catch(note);
    }
    const unreadable = json({ uploadURL: 7, metadata: SLOT_FACTS.fields });
    await fixture({ fetch: respondWith(unreadable), hooks })
      .client.documents.create(INPUT, NOBODY)
      .catch(note);
    expect(seen.length).toBeGreaterThan(12);
    expect(inspect(seen, { depth: 9, showHidden: true })).not.toContain(SLOT_SECRET);
  });

  it("send the API key to the API only", async () => {
    const fetch = respondWith(json({ uploadURL: SLOT_FACTS.url, metadata: SLOT_FACTS.fields }));
    const upload = storage(stored);
    await fixture({ fetch }).client.documents.send(INPUT, FILE, { ...NOBODY, upload: { fetch: upload } });
    expect(fetch.asked[0]?.headers.get("authorization")).toMatch(/^Bearer /);
    expect(upload.asked[0]?.[1].headers).toBeUndefined();
  });
});
