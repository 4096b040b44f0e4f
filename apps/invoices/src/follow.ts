import type { Context } from "hono";
import { streamSSE } from "hono/streaming";
import type { Changes } from "./changes.ts";
import type { InvoiceView } from "./invoice-view.ts";

/** How long one response lasts. The browser asks again by itself. */
const LASTS = 55_000;
/** How often to look without being woken: another instance may have made the change. */
const LOOK = 1_000;

/** The dependencies of following an invoice. */
export interface Following {
  readonly changes: Changes;
  /** Ends every response, when the server stops. */
  readonly stopped: AbortSignal;
  view(): Promise<InvoiceView>;
}

/** Responds with the views of an invoice as server-sent events: the current one, then each that differs. */
export function follow(context: Context, number: string, { changes, stopped, view }: Following): Response {
  // Nginx and its relatives would keep the events until the response ends.
  context.header("x-accel-buffering", "no");
  return streamSSE(context, async (stream) => {
    const ended = new AbortController();
    stream.onAbort(() => ended.abort());
    const signal = AbortSignal.any([ended.signal, stopped, AbortSignal.timeout(LASTS)]);
    // Tells the browser how soon to ask again, and a proxy that something comes.
    await stream.writeSSE({ data: "", event: "open", retry: 1_000 });
    for (let last = ""; !signal.aborted; await changes.next(number, LOOK, signal)) {
      const data = JSON.stringify(await view());
      if (data !== last) await stream.writeSSE({ data });
      last = data;
    }
  });
}
