import type { RequestName } from "../registry.ts";

/**
 * One way to spoil the responses of an operation.
 *
 * A request takes the first fault in the list that fits its operation. With `delayMs` any kind waits first.
 */
export interface Fault {
  /** The operation it is for, or `*`: every request except a preflight. */
  operation: RequestName | "*";
  /**
   * - `latency`: the right response, late.
   * - `stalled-body`: headers and the first half of the body, then silence.
   * - `severed`: no response at all, the connection breaks.
   * - `severed-body`: headers and the first half of the body, then the connection breaks.
   * - `truncated-json`: the first half of the body, as if that were all.
   * - `html`: status 200 and a web page.
   * - `redirect`: a 3xx to `location`.
   * - `status`: an error with this status.
   * - `oversized-body`: the right response followed by 8 MiB of white space.
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
  /**
   * Only for requests about this payer: named in the body, the query or the path, or by the client secret. Such a fault
   * is looked for once the body was read, after the faults for every payer.
   */
  payerId?: string;
  /**
   * Only for requests in which every one of these fields has this value. A field is `method`, `path`, `header.<name>`,
   * `query.<name>`, or `body.<path>` such as `body.targetAmount.value` or `body.data.0.id`. A value is compared as text;
   * `*` in it stands for any text.
   */
  where?: Readonly<Record<string, string | number | boolean | null>>;
  /** How many matching requests pass before it. Default 0; 2 spoils the third. */
  after?: number;
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
   * True if the operation takes effect although its response is spoilt. Default false for `status`, `redirect` and
   * `severed`, true for the others. A `latency` fault with false takes effect only if the caller is still there
   * when the wait is over.
   */
  carriedOut?: boolean;
}

const notCarriedOut: readonly Fault["kind"][] = ["status", "redirect", "severed"];

/** Returns whether the operation takes effect, with the default for the fault's kind filled in. */
export function isCarriedOut(fault: Fault): boolean {
  return fault.carriedOut ?? !notCarriedOut.includes(fault.kind);
}

/** The wait before the response, in ms, with the default for the fault's kind filled in. */
export function delayOf(fault: Fault): number {
  return fault.delayMs ?? (fault.kind === "latency" ? 1000 : 0);
}
