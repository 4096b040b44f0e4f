import type { Fault } from "../faults/fault.ts";
import type { RequestName } from "../registry.ts";
import { createBoundedList } from "./bounded-list.ts";

/** One request that arrived, without secrets and card data. */
export interface SeenRequest {
  /** 1, 2, 3 and so on, in the order of arrival. */
  id: number;
  /** When it arrived, epoch milliseconds on the sandbox's clock. */
  at: number;
  /** `unknown` for a preflight and for everything that is not a request of an operation. */
  operation: RequestName | "unknown";
  /** The HTTP method. */
  method: string;
  /** Path and query, as they arrived. */
  path: string;
  /** Null: no response (not yet, or severed, or the caller gave up). */
  status: number | null;
  /** True if the response has not begun yet, and still may. */
  pending: boolean;
  /** Until the response began, in milliseconds; with the `now` option, on that clock. */
  duration: number;
  /** The `Trace-Id` header as the caller sent it. */
  traceId: string | null;
  /** The trace id of the response; null while there is none. */
  responseTraceId: string | null;
  /** The label of the key or client secret (`unknown` if it is neither) and the start of its SHA-256. */
  bearer: { label: string; sha256: string } | null;
  /** All that arrived, in lower case; credentials replaced by `[redacted]`. */
  headers: Record<string, string>;
  /** The parsed JSON with sensitive values replaced by `[redacted]`; undefined when there was none. */
  body: unknown;
  /**
   * The response; null while there is none. Credentials are replaced by `[redacted]`; a body that a fault cut off or
   * padded is described instead.
   */
  response: { headers: Record<string, string>; body: unknown } | null;
  /** The address of the caller; null in-process, unless the test sets it. */
  clientAddress: string | null;
  /** Ids of the resources that the request names or made, in lower case. A payment's are preceded by its intent's. */
  about: readonly string[];
  /** The fault that changed or prevented the response. */
  fault: Fault["kind"] | null;
  /**
   * Why the sandbox refused; undefined when it did not. `reason` is stable and machine-readable, such as
   * `client_secret_spent`; code and details are those of the response, which a fault may have hidden.
   */
  refusal?: { reason: string; code: string; details: readonly string[] };
  /** Reasons why an accepted request is probably a mistake; undefined when nothing looks wrong. */
  warnings?: readonly string[];
}

/** Which requests to return: those to which every field applies. */
export interface SeenFilter {
  /** The operation that the request was for. */
  operation?: RequestName;
  /** The trace id of the request or its response. */
  traceId?: string;
  /** The id of a resource that the request names or made, such as a payment's. A payment intent's covers its payment. */
  about?: string;
}

/** How many requests arrived since the log was cleared, and how many of them it still has. */
export interface SeenCounts {
  /** How many requests arrived. */
  readonly total: number;
  /** How many of them the log still has. */
  readonly kept: number;
  /** Requests that were refused, affected by a fault, or never got a response. */
  readonly problems: number;
  /** How many problems the log still has. */
  readonly keptProblems: number;
  /** Requests that `assertClean` complains about, including those that the log no longer has. */
  readonly unclean: number;
}

/** How much the log keeps. Problems have limits of their own, so that a thousand good requests do not push them out. */
export interface SeenLimits {
  readonly entries: number;
  readonly bytes: number;
}

/** The log of requests. Entries are filled in while the request is being handled. */
export interface SeenLog {
  open(entry: Omit<SeenRequest, "id">): SeenRequest;
  /** Call it when more is known of an entry. */
  update(entry: SeenRequest): void;
  list(filter?: SeenFilter): readonly SeenRequest[];
  /** The entry with this id as it is now, not a copy. */
  find(id: number): Readonly<SeenRequest> | undefined;
  /** The ids of the kept problems, oldest first. */
  problemIds(): readonly number[];
  counts(): SeenCounts;
  /** The id of the request that arrived last; 0 before the first. */
  lastId(): number;
  clear(): void;
  /** Also starts the ids at 1 again. */
  reset(): void;
}

/** Returns whether something went wrong with a request: a refusal, a fault, a redirect, or no response at all. */
function isProblem({ status, fault, pending }: SeenRequest): boolean {
  return fault !== null || (status === null ? !pending : status >= 300);
}

/** Returns what is wrong with a request, in sentences. Empty when it is clean. */
export function complaintsOf(request: SeenRequest): readonly string[] {
  const { status, refusal, warnings = [], fault, pending } = request;
  const complaints = [...(fault === null ? (refusal?.details ?? []) : []), ...warnings];
  if (fault === null && status === null && !pending) complaints.push("The caller disconnected before the response.");
  return complaints;
}

/** Creates an empty log. `list` returns copies; `open` returns the entry itself, to be filled in. */
export function createSeenLog(limits: SeenLimits): SeenLog {
  const recent = createBoundedList<SeenRequest>(limits);
  const problems = createBoundedList<SeenRequest>(limits);
  let lastId = 0;
  let total = 0;
  let problemTotal = 0;
  let unclean = 0;
  // Also those that other requests have pushed out of the log meanwhile.
  const inProgress = new Set<SeenRequest>();
  const all = () => [...problems.all(), ...recent.all()].sort((one, other) => one.id - other.id);
  const clear = () => {
    recent.clear();
    problems.clear();
    inProgress.clear();
    total = problemTotal = unclean = 0;
  };
  return {
    open(entry) {
      lastId += 1;
      total += 1;
      const opened = { id: lastId, ...entry };
      recent.put(opened, sizeOf(opened));
      inProgress.add(opened);
      return opened;
    },
    update(entry) {
      if (!entry.pending && inProgress.delete(entry) && complaintsOf(entry).length > 0) unclean += 1;
      const isKnown = problems.find(entry.id) === entry;
      if (!isKnown && recent.find(entry.id) !== entry) return;
      if (!entry.pending && isProblem(entry)) {
        if (!isKnown) problemTotal += 1;
        recent.remove(entry.id);
        problems.put(entry, sizeOf(entry));
      } else recent.put(entry, sizeOf(entry));
    },
    list({ operation, traceId, about } = {}) {
      return all()
        .filter((entry) => operation === undefined || entry.operation === operation)
        .filter((entry) => traceId === undefined || entry.traceId === traceId || entry.responseTraceId === traceId)
        .filter((entry) => about === undefined || entry.about.includes(about.toLowerCase()))
        .map((entry) => structuredClone(entry));
    },
    find: (id) => problems.find(id) ?? recent.find(id),
    problemIds: () => [...problems.all()].map(({ id }) => id).sort((one, other) => one - other),
    counts: () => {
      const keptProblems = [...problems.all()].length;
      return { total, kept: keptProblems + [...recent.all()].length, problems: problemTotal, keptProblems, unclean };
    },
    lastId: () => lastId,
    clear,
    reset() {
      clear();
      lastId = 0;
    },
  };
}

/** The size of an entry as JSON: what it costs to keep and to send. */
function sizeOf(entry: SeenRequest): number {
  return JSON.stringify(entry).length;
}
