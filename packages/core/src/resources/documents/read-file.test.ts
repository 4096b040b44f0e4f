import { mkdtempSync, openAsBlob, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { ConnectError } from "../../error.ts";
import { failureOf, fixture, json, NOBODY, PAYER, respondWith } from "../../testing/fixture.ts";
import { elapse, useVirtualClock } from "../../testing/virtual-clock.ts";
import { type UploadFile, type UploadOptions, uploadDocument } from "./upload-document.ts";
import { UploadSlot } from "./upload-slot.ts";

const BYTES = new Uint8Array([37, 80, 68, 70]);
const FACTS = { url: "https://bucket.s3.example/", fields: { Key: "k/1" } };
const SLOT = new UploadSlot({ ...FACTS, filename: "i.pdf", contentType: "application/pdf" }, "t");
const INPUT = { type: "INVOICE", fileType: "pdf", filename: "i.pdf", payer: PAYER, payment: { id: PAYER.id } } as const;

/** The API and the storage. They keep what they were sent. */
function services(first: () => Response | Promise<Response> = stored) {
  const api = respondWith(json({ uploadURL: FACTS.url, metadata: FACTS.fields }));
  const files: File[] = [];
  const fetch: typeof globalThis.fetch = async (_, init) => {
    const { body } = init as { readonly body: FormData };
    files.push(body.get("file") as File);
    return await (files.length === 1 ? first : stored)();
  };
  return { api, files, fetch, asked: () => api.asked.length + files.length };
}

const stored = (): Response => new Response(null, { status: 204 });

type Services = ReturnType<typeof services>;
type Send = (file: UploadFile, to: Services, options?: Omit<UploadOptions, "fetch">) => Promise<void>;

const upload: Send = (file, { fetch }, options) => uploadDocument(SLOT, file, { fetch, ...options });
const send: Send = (file, { api, fetch }, { signal, ...options } = {}) =>
  fixture({ fetch: api }).client.documents.send(INPUT, file, { ...NOBODY, signal, upload: { fetch, ...options } });

/** A file that makes its bytes when it is read, as some libraries do. Its own size is 0. */
class LazyFile extends File {
  reads = 0;
  readonly #read: (reads: number) => unknown;
  constructor(read: (reads: number) => unknown) {
    super([], "lazy.pdf");
    this.#read = read;
  }
  override async arrayBuffer(): Promise<ArrayBuffer> {
    return (await this.#read(++this.reads)) as ArrayBuffer;
  }
}

async function bytesOf(file: File | undefined): Promise<Uint8Array> {
  return new Uint8Array((await file?.arrayBuffer()) ?? []);
}

describe.each([
  ["uploadDocument", upload],
  ["documents.send", send],
])("%s", (_, run) => {
  describe("limits the read of a file", () => {
    useVirtualClock();
    const endless = (): LazyFile => new LazyFile(() => new Promise(() => {}));

    it("by its timeout, and sends nothing", async () => {
      const to = services();
      const { error, took } = await elapse(run(endless(), to, { timeout: 5_000 }));
      expect(error).toMatchObject({ code: "timed_out", outcome: "not-sent", attempts: 0, next: "retry-later" });
      expect(error).toMatchObject({ operation: "uploadDocument" });
      expect(String(error)).toContain("uploadDocument: No complete file within 5000 ms");
      expect(took).toBe(5_000);
      expect(to.asked()).toBe(0);
    });

    it("by the signal, and sends nothing", async () => {
      const to = services();
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 1_000);
      const { error, took } = await elapse(run(endless(), to, { signal: controller.signal }));
      expect(error).toMatchObject({ code: "aborted", outcome: "not-sent" });
      expect(took).toBe(1_000);
      expect(to.asked()).toBe(0);
    });

    it("by a signal that was aborted before: it reads and sends nothing", async () => {
      const to = services();
      const file = new LazyFile(() => BYTES.buffer);
      const { error } = await elapse(run(file, to, { signal: AbortSignal.abort() }));
      expect(error).toMatchObject({ code: "aborted", outcome: "not-sent" });
      expect(file.reads).toBe(0);
      expect(to.asked()).toBe(0);
    });
  });

  it("neither reads nor sends anything when the signal is not an AbortSignal", async () => {
    const to = services();
    const file = new LazyFile(() => BYTES.buffer);
    expect(await failureOf(run(file, to, { signal: {} as never }))).toMatchObject({ code: "input_invalid" });
    expect(file.reads).toBe(0);
    expect(to.asked()).toBe(0);
  });

  it("reads a file once, by its own arrayBuffer(), and retries with the same bytes", async () => {
    const to = services(() => new Response(null, { status: 503, headers: { "retry-after": "0" } }));
    const file = new LazyFile((reads) => BYTES.map((byte) => byte + reads - 1).buffer);
    await run(file, to);
    expect(file.reads).toBe(1);
    expect(to.files).toHaveLength(2);
    for (const sent of to.files) {
      expect(sent).toMatchObject({ name: "i.pdf", type: "application/pdf" });
      expect(await bytesOf(sent)).toEqual(BYTES);
    }
  });

  // As in React Native and older versions of jsdom.
  it("sends a Blob where no Blob has arrayBuffer()", async () => {
    const to = services();
    const method = Object.getOwnPropertyDescriptor(Blob.prototype, "arrayBuffer") as PropertyDescriptor;
    onTestFinished(() => void Object.defineProperty(Blob.prototype, "arrayBuffer", method));
    Reflect.deleteProperty(Blob.prototype, "arrayBuffer");
    await run(new Blob([BYTES]), to);
    Object.defineProperty(Blob.prototype, "arrayBuffer", method);
    expect(to.files[0]).toMatchObject({ name: "i.pdf", type: "application/pdf" });
    expect(await bytesOf(to.files[0])).toEqual(BYTES);
  });

  it("sends the bytes as they were when the call was made, although the buffer is used again", async () => {
    const to = services();
    const buffer = new Uint8Array([0, ...BYTES, 0]);
    const running = run(buffer.subarray(1, 5), to);
    buffer.fill(0);
    await running;
    expect(await bytesOf(to.files[0])).toEqual(BYTES);
  });

  it("does not read the copy of a Uint8Array, which would copy it again", async () => {
    const read = vi.spyOn(Blob.prototype, "arrayBuffer");
    onTestFinished(() => read.mockRestore());
    await run(BYTES, services());
    expect(read).not.toHaveBeenCalled();
  });

  // Node's own fetch would end the process with an unhandled rejection.
  it.each([
    ["changed", (path: string) => writeFileSync(path, "other")],
    ["deleted", (path: string) => rmSync(path)],
  ])("refuses a file that was %s after it was opened", async (_change, change) => {
    const folder = mkdtempSync(join(tmpdir(), "plastiq-connect-upload-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const path = join(folder, "invoice.pdf");
    writeFileSync(path, BYTES);
    const file = await openAsBlob(path);
    change(path);
    const to = services();
    const error = await failureOf(run(file, to));
    expect(error).toMatchObject({ code: "input_invalid", outcome: "not-sent", fields: ["file"] });
    expect(error.message).toContain("changed on disk");
    expect(to.asked()).toBe(0);
  });

  it.each([
    ["an error", new Error("canary")],
    ["a ConnectError of another call", new ConnectError({ code: "aborted", outcome: "unknown", message: "canary" })],
  ])("refuses a file whose read fails with %s", async (_reason, cause) => {
    const to = services();
    const error = await failureOf(run(new LazyFile(() => Promise.reject(cause)), to));
    expect(error).toMatchObject({ code: "input_invalid", outcome: "not-sent", fields: ["file"] });
    expect(error.message).toContain("could not be read");
    expect(inspect(error)).not.toContain("canary");
    expect(to.asked()).toBe(0);
  });

  it("reports the wrong type of a value, not a failed read", async () => {
    const to = services();
    const error = await failureOf(run("invoice.pdf" as never, to));
    expect(error).toMatchObject({ code: "input_invalid", outcome: "not-sent", fields: ["file"] });
    expect(error.message).toBe("file must be a Blob, a File or a Uint8Array.");
    expect(to.asked()).toBe(0);
  });
});
