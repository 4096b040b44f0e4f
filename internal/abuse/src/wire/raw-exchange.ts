import { connect, type Socket } from "node:net";
import { type HttpResponse, readResponses } from "./http-response.ts";

/** Bytes that follow the text as long as the other side reads them. */
export interface Trickle {
  /** The total number of bytes. */
  readonly bytes: number;
  /** The number of bytes in one piece, and the pause between two, in milliseconds. */
  readonly piece: number;
  readonly everyMs: number;
  /** True if each piece is a chunk of `Transfer-Encoding: chunked`. */
  readonly chunked?: boolean;
}

/** How a client disconnects: with a reset, or by ending only its own side and reading on. */
export type Leaving = "reset" | "end";

/** Plan of an exchange. */
export interface RawPlan {
  /** Sent unchanged, one byte for each character. */
  readonly text: string;
  readonly trickle?: Trickle | undefined;
  /** Sent once `once` resolves. */
  readonly later?: { readonly text: string; readonly once: Promise<unknown> } | undefined;
  /** The client disconnects once `once` resolves. */
  readonly leaves?: { readonly how: Leaving; readonly once: Promise<unknown> } | undefined;
  /** True if the exchange ends with one complete response. */
  readonly stopsAtResponse?: boolean | undefined;
  /** The time limit, in milliseconds. */
  readonly bound: number;
}

/** Result of an exchange. */
export interface RawOutcome {
  readonly responses: readonly HttpResponse[];
  /** All received bytes, one character for each. */
  readonly received: string;
  /** The end of the exchange: the target closed it, a complete response, a reset, or the time limit. */
  readonly ended: "by-target" | "by-response" | "by-reset" | "never";
}

/** Sends bytes to a port on loopback and reads the response, until the exchange ends. It never rejects. */
export function rawExchange(port: number, plan: RawPlan): Promise<RawOutcome> {
  const { text, trickle, later, leaves, stopsAtResponse, bound } = plan;
  return new Promise((resolve) => {
    let received = "";
    const socket = connect({ port, host: "127.0.0.1" });
    const finish = (ended: RawOutcome["ended"]): void => {
      clearTimeout(timer);
      if (ended === "by-reset") socket.resetAndDestroy();
      else socket.destroy();
      resolve({ responses: readResponses(received, ended === "by-target"), received, ended });
    };
    const timer = setTimeout(() => finish("never"), bound);
    socket.setEncoding("latin1").on("data", (data: string) => {
      received += data;
      if (stopsAtResponse && readResponses(received, false).length > 0) finish("by-response");
    });
    socket.on("end", () => finish("by-target")).on("close", () => finish("by-target"));
    // A reset while bytes were in flight: "close" follows.
    socket.on("error", () => {});
    socket.write(text, "latin1");
    if (trickle) send(socket, trickle);
    later?.once.then(() => socket.write(later.text, "latin1"));
    leaves?.once.then(() => {
      if (leaves.how === "end") socket.end();
      else finish("by-reset");
    });
  });
}

async function send(socket: Socket, { bytes, piece, everyMs, chunked = false }: Trickle): Promise<void> {
  const filler = "x".repeat(piece);
  const data = chunked ? `${piece.toString(16)}\r\n${filler}\r\n` : filler;
  for (let sent = 0; sent < bytes && socket.writable; sent += piece) {
    const takesMore = socket.write(data, "latin1");
    if (everyMs > 0) await new Promise((resolve) => setTimeout(resolve, everyMs));
    else if (!takesMore) await new Promise((resolve) => socket.once("drain", resolve).once("close", resolve));
  }
  if (chunked && socket.writable) socket.write("0\r\n\r\n");
}
