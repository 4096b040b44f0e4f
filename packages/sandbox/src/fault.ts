import * as v from "valibot";
import type { OperationName } from "./options.ts";

/**
 * One way to spoil the answers of an operation.
 *
 * A request takes the first fault in the list that fits its operation. With `delayMs` any kind waits first.
 */
export interface Fault {
  /** The operation it is for, or `*`: every request except a preflight. */
  operation: OperationName | "*";
  /**
   * - `latency`: the right answer, late.
   * - `stalled-body`: headers and the first half of the body, then silence.
   * - `severed`: no answer at all, the connection breaks.
   * - `severed-body`: headers and the first half of the body, then the connection breaks.
   * - `truncated-json`: the first half of the body, as if that were all.
   * - `html`: status 200 and a web page.
   * - `redirect`: a 3xx to `location`.
   * - `status`: an error with this status.
   * - `oversized-body`: the right answer followed by 8 MiB of white space.
   */
  kind:
    | "latency"
    | "stalled-body"
    | "severed"
    | "severed-body"
    | "truncated-json"
    | "html"
    | "redirect"
    | "status"
    | "oversized-body";
  /** How many requests it spoils. Default 1; null: until cleared. */
  times?: number | null;
  /** How long to wait first, in ms. Default 1000 for `latency`, else 0. A caller that aborts ends the wait. */
  delayMs?: number;
  /** For `status`: 400 to 599, default 500. For `redirect`: 301, 302, 303, 307 or 308, default 307. */
  status?: number;
  /** The `Retry-After` header of a `status` fault, word for word. */
  retryAfter?: string;
  /** The `Location` header of a `redirect` fault. Default `https://redirected.invalid/`. */
  location?: string;
  /**
   * Whether the operation takes effect although its answer is spoilt. Default false for `status`, `redirect` and
   * `severed`, true for the others. A `latency` fault with false takes effect only if the caller is still there
   * when the wait is over.
   */
  carriedOut?: boolean;
}

const headerValue = v.pipe(v.string(), v.regex(/^[\t -~]*$/));
const common = {
  operation: v.picklist(["*", "createClientSecret", "createPayer", "retrievePayer", "createPaymentMethod"]),
  times: v.exactOptional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1)))),
  // Beyond this setTimeout fires at once.
  delayMs: v.exactOptional(v.pipe(v.number(), v.minValue(0), v.maxValue(2 ** 31 - 1))),
  carriedOut: v.exactOptional(v.boolean()),
};

/** What a fault must look like, whether it comes from a test or over HTTP. Unknown fields are refused. */
export const faultSchema: v.GenericSchema<Fault> = v.variant("kind", [
  v.strictObject({
    ...common,
    kind: v.picklist([
      "latency",
      "stalled-body",
      "severed",
      "severed-body",
      "truncated-json",
      "html",
      "oversized-body",
    ]),
  }),
  v.strictObject({
    ...common,
    kind: v.literal("redirect"),
    status: v.exactOptional(v.picklist([301, 302, 303, 307, 308])),
    location: v.exactOptional(headerValue),
  }),
  v.strictObject({
    ...common,
    kind: v.literal("status"),
    status: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(400), v.maxValue(599))),
    retryAfter: v.exactOptional(headerValue),
  }),
]);

const notCarriedOut: readonly Fault["kind"][] = ["status", "redirect", "severed"];

/** Whether the operation takes effect, with the default for the fault's kind filled in. */
export function isCarriedOut(fault: Fault): boolean {
  return fault.carriedOut ?? !notCarriedOut.includes(fault.kind);
}

/** The wait before the answer, in ms, with the default for the fault's kind filled in. */
export function delayOf(fault: Fault): number {
  return fault.delayMs ?? (fault.kind === "latency" ? 1000 : 0);
}

/** The faults that were ordered and not used up. */
export interface FaultQueue {
  /** Throws a TypeError that names what is wrong with the fault. */
  add(fault: Fault): void;
  /** The fault for one request, which it uses up once. */
  take(operation: OperationName | "unknown"): Fault | undefined;
  all(): readonly Fault[];
  clear(): void;
}

/** Starts empty. Of the faults that fit a request, the one that was ordered first is taken. */
export function createFaultQueue(): FaultQueue {
  let faults: Fault[] = [];
  return {
    add(fault) {
      const result = v.safeParse(faultSchema, fault);
      if (!result.success) {
        const [issue] = result.issues;
        throw new TypeError(`Not a fault: ${v.getDotPath(issue) ?? "it"}: ${issue.message}`);
      }
      faults.push({ ...result.output });
    },
    take(operation) {
      const fault = faults.find((candidate) => candidate.operation === "*" || candidate.operation === operation);
      if (!fault || fault.times === null) return fault;
      const left = (fault.times ?? 1) - 1;
      if (left === 0) faults = faults.filter((other) => other !== fault);
      else fault.times = left;
      return fault;
    },
    all: () => faults.map((fault) => ({ ...fault })),
    clear() {
      faults = [];
    },
  };
}
