import { type Outgoing, outgoingError } from "../operation/outgoing.ts";
import { codeOfStatus } from "../operation/refusal.ts";
import type { ErrorShape } from "../settings.ts";
import type { Fault } from "./fault.ts";

const WHITE_SPACE = new Uint8Array(64 * 1024).fill(32);
const OVERSIZED_CHUNKS = 128;
/** Long enough for a socket to send its buffered data. */
const SEVER_AFTER_MS = 25;

const page = "<!doctype html><html><head><title>Please wait</title></head><body><h1>Please wait</h1></body></html>";

/** Facts of the request that a fault affects. */
export interface FaultScene {
  readonly errorShape: ErrorShape;
  readonly traceId: string;
  readonly signal: AbortSignal;
  readonly sever: (() => void) | undefined;
}

/** Applies a fault to a response. `right` is undefined when the operation was not carried out. */
export function applyFault(fault: Fault, right: Outgoing | undefined, scene: FaultScene): Outgoing {
  const given: Outgoing = right ?? { status: 200, headers: { "content-type": "application/json" }, body: "{}" };
  const bytes = new TextEncoder().encode(typeof given.body === "string" ? given.body : "");
  const firstHalf = bytes.slice(0, Math.ceil(bytes.byteLength / 2));
  switch (fault.kind) {
    case "latency":
      return given;
    case "severed":
      scene.sever?.();
      // The message of `fetch` when the connection breaks.
      throw new TypeError("fetch failed");
    case "status": {
      const status = fault.status ?? 500;
      const retryAfter: Record<string, string> =
        fault.retryAfter === undefined ? {} : { "retry-after": fault.retryAfter };
      const error = { status, code: codeOfStatus(status), details: ["A fault was injected."], headers: retryAfter };
      return outgoingError(error, scene.errorShape, scene.traceId);
    }
    case "redirect":
      return {
        status: fault.status ?? 307,
        headers: { location: fault.location ?? "https://redirected.invalid/" },
        body: null,
      };
    case "html":
      return { status: 200, headers: { "content-type": "text/html; charset=utf-8" }, body: page };
    case "truncated-json":
      return { ...given, body: firstHalf };
    case "oversized-body":
      return { ...given, body: padded(bytes) };
    case "stalled-body":
      return { ...given, body: stalled(firstHalf, scene) };
    case "severed-body":
      return { ...given, body: severed(firstHalf, scene) };
  }
}

type Bytes = Uint8Array<ArrayBuffer>;

function padded(bytes: Bytes): ReadableStream<Bytes> {
  let left = OVERSIZED_CHUNKS;
  return new ReadableStream({
    start: (controller) => controller.enqueue(bytes),
    pull(controller) {
      controller.enqueue(WHITE_SPACE.slice());
      left -= 1;
      if (left === 0) controller.close();
    },
  });
}

function stalled(firstHalf: Bytes, { sever, signal }: FaultScene): ReadableStream<Bytes> {
  let stop = () => {};
  return new ReadableStream({
    start(controller) {
      controller.enqueue(firstHalf);
      // Over a socket, the server cancels the stream when the caller disconnects. In the same process, the signal must
      // do it.
      if (sever) return;
      stop = () => controller.error(signal.reason);
      if (signal.aborted) stop();
      else signal.addEventListener("abort", stop, { once: true });
    },
    cancel: () => signal.removeEventListener("abort", stop),
  });
}

function severed(firstHalf: Bytes, { sever }: FaultScene): ReadableStream<Bytes> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return new ReadableStream(
    {
      pull(controller) {
        if (timer === undefined && firstHalf.byteLength > 0) controller.enqueue(firstHalf);
        timer ??= setTimeout(() => {
          // Over a socket, the socket itself must break: an ended stream would end the body properly.
          if (sever) sever();
          else controller.error(new TypeError("terminated"));
        }, SEVER_AFTER_MS);
      },
      cancel: () => clearTimeout(timer),
    },
    { highWaterMark: 0 },
  );
}
