import type { RequestName } from "../registry.ts";

/**
 * A fault in the responses of an operation.
 *
 * The first queued fault that matches a request affects it. With `delayMs`, any kind waits first.
 */
export interface Fault {
  /** The operation, or `*` for every request except a preflight. */
  operation: RequestName | "*";
  /**
   * - `latency`: the normal response, late.
   * - `stalled-body`: headers and the first half of the body, then silence.
   * - `severed`: no response at all, the connection breaks.
   * - `severed-body`: headers and the first half of the body, then the connection breaks.
   * - `truncated-json`: the first half of the body, ended properly.
   * - `html`: status 200 and a web page.
   * - `redirect`: a 3xx to `location`.
   * - `status`: an error with this status.
   * - `oversized-body`: the normal response followed by 8 MiB of white space.
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
   * is matched after the body was read, after the faults for every payer.
   */
  payerId?: string;
  /**
   * Only for requests in which every one of these fields has this value. A field is `method`, `path`, `header.<name>`,
   * `query.<name>`, or `body.<path>` such as `body.targetAmount.value` or `body.data.0.id`. A value is compared as
   * text; `*` in it matches any text.
   */
  where?: Readonly<Record<string, string | number | boolean | null>>;
  /** How many matching requests pass first. Default 0; 2 affects the third. */
  after?: number;
  /** How many requests it affects. Default 1; null: until cleared. */
  times?: number | null;
  /** How long to wait first, in ms. Default 1000 for `latency`, otherwise 0. A caller that aborts ends the wait. */
  delayMs?: number;
  /** For `status`: 400 to 599, default 500. For `redirect`: 301, 302, 303, 307 or 308, default 307. */
  status?: number;
  /** The `Retry-After` header of a `status` fault, verbatim. */
  retryAfter?: string;
  /** The `Location` header of a `redirect` fault. Default `https://redirected.invalid/`. */
  location?: string;
  /**
   * True if the operation takes effect despite the fault. Default false for `status`, `redirect` and `severed`, true
   * for the others. A `latency` fault with false takes effect only if the caller is still connected after the wait.
   */
  carriedOut?: boolean;
}

const notCarriedOut: readonly Fault["kind"][] = ["status", "redirect", "severed"];

/** Returns whether the operation takes effect, with the default for the fault's kind filled in. */
export function isCarriedOut(fault: Fault): boolean {
  return fault.carriedOut ?? !notCarriedOut.includes(fault.kind);
}

/** Returns the wait before the response, in ms, with the default for the fault's kind. */
export function delayOf(fault: Fault): number {
  return fault.delayMs ?? (fault.kind === "latency" ? 1000 : 0);
}
