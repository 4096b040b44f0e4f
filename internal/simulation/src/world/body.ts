import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import type { Fate } from "./fate.ts";
import type { FaultFacts } from "./fault.ts";
import type { Message } from "./message.ts";
import type { FetchResponse } from "./real.ts";

/** The surroundings of a body. */
export interface BodyContext {
  readonly signal: AbortSignal;
  /** True if the runtime ignores the signal. */
  readonly deaf: boolean;
  later(ms: number, act: () => void): void;
}

interface Source {
  next(): Promise<{ done: boolean; value?: Uint8Array<ArrayBuffer> }>;
  cancel(): Promise<void>;
}

const OVERSIZED = new Uint8Array(1_300_000).fill(32);
const encoder = new TextEncoder();

/** Returns a response in one of the shapes in which runtimes and test doubles hand it over. */
export function responseOf(message: Message, fate: Fate, facts: FaultFacts, context: BodyContext): FetchResponse {
  const { status, text } = message;
  const headers = new Headers(message.headers);
  let bytes = encoder.encode(text);
  if (facts.body === "still compressed" || facts.body === "decompressed") {
    const compressed = new Uint8Array(gzipSync(text));
    headers.set("content-encoding", "gzip");
    headers.set("content-length", String(compressed.length));
    if (facts.body === "still compressed") bytes = compressed;
  } else if (fate.body === "text" && facts.body !== "oversized") {
    headers.set("content-length", String(bytes.length));
  }
  const source = sourceOf(bytes, fate, facts, context);
  const stream = () =>
    new ReadableStream<Uint8Array<ArrayBuffer>>(
      {
        async pull(controller) {
          const { done, value } = await source.next();
          if (done) controller.close();
          else if (value) controller.enqueue(value);
        },
        cancel: source.cancel,
      },
      { highWaterMark: 0 },
    );
  // The standard's class refuses these.
  const plain = status < 200 || status === 204 || status === 304;
  switch (plain ? "reader only" : fate.body) {
    case "text":
    case "stream":
      return new Response(stream(), { status, headers }) as FetchResponse;
    case "reader only":
      return { status, headers, body: { getReader: () => ({ read: source.next, cancel: source.cancel }) } };
    case "no reader":
      return { status, headers, body: Readable.from(chunksOf(source)), text: () => textOf(source) } as never;
    case "text only":
      return { status, headers, text: () => textOf(source) } as never;
    case "nothing readable":
      return { status, headers, body: {} } as never;
  }
}

/** Says whether the whole body arrives in a form that can be read. */
export function isReadable({ body }: Fate, facts: FaultFacts, status: number): boolean {
  if (facts.body !== undefined && facts.body !== "decompressed") return false;
  return body !== "nothing readable" || status < 200 || status === 204 || status === 304;
}

function sourceOf(bytes: Uint8Array<ArrayBuffer>, fate: Fate, { body }: FaultFacts, context: BodyContext): Source {
  const { signal, deaf, later } = context;
  const { homeward, cut } = fate;
  const kept = body === "cut" || body === "severed" ? bytes.subarray(0, Math.floor((bytes.length * cut) / 10)) : bytes;
  const count = body === "slow" ? 1 + cut : 1;
  const size = Math.ceil(kept.length / count);
  let sent = 0;
  let canceled = false;
  const wait = (ms: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const stop = (): void => reject(signal.reason);
      if (signal.aborted && !deaf) return stop();
      if (!deaf) signal.addEventListener("abort", stop);
      later(ms, () => {
        signal.removeEventListener("abort", stop);
        resolve();
      });
    });
  return {
    async next() {
      if (canceled) return { done: true };
      if (signal.aborted && !deaf) throw signal.reason;
      if (body === "slow") await wait(homeward * 10);
      if (body === "oversized" && sent === 0) {
        sent = 1;
        return { done: false, value: OVERSIZED };
      }
      if (body === "severed" && sent >= kept.length) throw new TypeError("terminated");
      if (sent >= kept.length) return { done: true };
      const value = kept.subarray(sent, sent + size);
      sent += value.length;
      return { done: false, value };
    },
    async cancel() {
      canceled = true;
    },
  };
}

async function* chunksOf(source: Source): AsyncGenerator<Uint8Array> {
  for (;;) {
    const { done, value } = await source.next();
    if (done || !value) return;
    yield value;
  }
}

async function textOf(source: Source): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of chunksOf(source)) text += decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}
