import type { Fault } from "../faults/fault.ts";
import type { RequestName } from "../registry.ts";

/** One request that arrived, without anything that could be used against anyone. */
export interface SeenRequest {
  /** 1, 2, 3 and so on, in the order of arrival. */
  id: number;
  /** When it arrived, epoch milliseconds on the sandbox's clock. */
  at: number;
  /** `unknown` for a preflight and for everything that no operation answers. */
  operation: RequestName | "unknown";
  /** The HTTP method. */
  method: string;
  /** Path and query, as they arrived. */
  path: string;
  /** Null: no response (not yet, or severed, or the caller gave up). */
  status: number | null;
  /** Whether the response has not begun yet, and still may. */
  pending: boolean;
  /** Until the response began, in milliseconds; with the `now` option, on that clock. */
  durationMs: number;
  /** The `Trace-Id` header as the caller sent it. */
  traceId: string | null;
  /** The trace id of the response; null while there is none. */
  answeredTraceId: string | null;
  /** The label of the key or client secret (`unknown` if it is neither) and the start of its SHA-256. */
  bearer: { label: string; sha256: string } | null;
  /** All that arrived, in lower case; credentials replaced by `[redacted]`. */
  headers: Record<string, string>;
  /** The parsed JSON with sensitive values replaced by `[redacted]`; undefined when there was none. */
  body: unknown;
  /** Where it came from; null in-process, unless the test says it. */
  clientAddress: string | null;
  /** The fault that spoilt the response. */
  fault: Fault["kind"] | null;
  /**
   * Why the sandbox refused; undefined when it did not. `reason` is stable and machine-readable, such as
   * `client_secret_spent`; code and details are those of the response, which a fault may have hidden.
   */
  refusal?: { reason: string; code: string; details: readonly string[] };
  /** Why a request that was accepted is probably not meant so; undefined when nothing looks wrong. */
  doubts?: readonly string[];
}

/** The log of requests. Entries are filled in while the request is being answered. */
export interface SeenLog {
  open(entry: Omit<SeenRequest, "id">): SeenRequest;
  list(filter?: { operation?: RequestName; traceId?: string }): readonly SeenRequest[];
  /** The entry with this id as it is now, not a copy. */
  find(id: number): Readonly<SeenRequest> | undefined;
  /** The id of the request that arrived last; 0 before the first. */
  lastId(): number;
  clear(): void;
  /** Also starts the ids at 1 again. */
  reset(): void;
}

/** Starts empty. What `list` returns are copies; what `open` returns is the entry itself, to be filled in. */
export function createSeenLog(): SeenLog {
  const entries = new Map<number, SeenRequest>();
  let lastId = 0;
  return {
    open(entry) {
      lastId += 1;
      const opened = { id: lastId, ...entry };
      entries.set(lastId, opened);
      return opened;
    },
    list(filter = {}) {
      const { operation, traceId } = filter;
      return [...entries.values()]
        .filter((entry) => operation === undefined || entry.operation === operation)
        .filter((entry) => traceId === undefined || entry.traceId === traceId || entry.answeredTraceId === traceId)
        .map((entry) => structuredClone(entry));
    },
    find: (id) => entries.get(id),
    lastId: () => lastId,
    clear: () => entries.clear(),
    reset() {
      entries.clear();
      lastId = 0;
    },
  };
}
