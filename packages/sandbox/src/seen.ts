import type { Fault } from "./fault.ts";
import type { OperationName } from "./options.ts";

/** One request that arrived, without anything that could be used against anyone. */
export interface SeenRequest {
  /** 1, 2, 3 and so on, in the order of arrival. */
  id: number;
  /** When it arrived, epoch milliseconds on the sandbox's clock. */
  at: number;
  /** `unknown` for a preflight and for everything that no operation answers. */
  operation: OperationName | "unknown";
  method: string;
  /** Path and query, as they arrived. */
  path: string;
  /** Null: never answered (not yet, or severed, or the caller gave up). */
  status: number | null;
  /** Until the answer began, in real milliseconds. */
  durationMs: number;
  /** The `Trace-Id` header as the caller sent it. */
  traceId: string | null;
  /** The trace id of the answer; null while there is none. */
  answeredTraceId: string | null;
  /** The label of the key or client secret (`unknown` if it is neither) and the start of its SHA-256. */
  bearer: { label: string; sha256: string } | null;
  /** All that arrived, in lower case; credentials replaced by `[redacted]`. */
  headers: Record<string, string>;
  /** The parsed JSON with sensitive values replaced by `[redacted]`; undefined when there was none. */
  body: unknown;
  clientAddress: string | null;
  /** The fault that spoilt the answer. */
  fault: Fault["kind"] | null;
}

/** The log of requests. Entries are filled in while the request is being answered. */
export interface SeenLog {
  open(entry: Omit<SeenRequest, "id">): SeenRequest;
  list(filter?: { operation?: OperationName; traceId?: string }): readonly SeenRequest[];
  clear(): void;
  /** Also starts the ids at 1 again. */
  reset(): void;
}

export function createSeenLog(): SeenLog {
  let entries: SeenRequest[] = [];
  let lastId = 0;
  return {
    open(entry) {
      lastId += 1;
      const opened = { id: lastId, ...entry };
      entries.push(opened);
      return opened;
    },
    list(filter = {}) {
      const { operation, traceId } = filter;
      return entries
        .filter((entry) => operation === undefined || entry.operation === operation)
        .filter((entry) => traceId === undefined || entry.traceId === traceId || entry.answeredTraceId === traceId)
        .map((entry) => structuredClone(entry));
    },
    clear() {
      entries = [];
    },
    reset() {
      entries = [];
      lastId = 0;
    },
  };
}
