import { connect, type Socket } from "node:net";
import { type HttpAnswer, readAnswers } from "./http-answer.ts";

/** Bytes that follow the text for as long as the other side reads them. */
export interface Trickle {
  /** In all. */
  readonly bytes: number;
  /** How many at once, and how long after those before, in milliseconds. */
  readonly piece: number;
  readonly everyMs: number;
  /** True if each piece is a chunk of `Transfer-Encoding: chunked`. */
  readonly chunked?: boolean;
}

/** How a client goes away: by a reset, or by an end of its own side, after which it still reads. */
export type Leaving = "reset" | "end";

/** How an exchange is led. */
export interface RawPlan {
  /** Sent as it is, a byte for each character. */
  readonly text: string;
  readonly trickle?: Trickle | undefined;
  /** Sent once `once` resolves. */
  readonly later?: { readonly text: string; readonly once: Promise<unknown> } | undefined;
  /** The client goes away once `once` resolves. */
  readonly leaves?: { readonly how: Leaving; readonly once: Promise<unknown> } | undefined;
  /** True if one whole response is the end of it. */
  readonly stopsAtAnswer?: boolean | undefined;
  /** When it is given up, in milliseconds. */
  readonly bound: number;
}

/** Result of an exchange. */
export interface RawOutcome {
  readonly answers: readonly HttpAnswer[];
  /** All that came back, a character for each byte. */
  readonly received: string;
  /** The end of the exchange: closed by the other side, a complete response, a reset, or given up. */
  readonly ended: "by-target" | "by-answer" | "by-reset" | "never";
}

/** Sends bytes to a port on loopback and reads what comes back, until one of its ends comes. It never rejects. */
export function rawExchange(port: number, plan: RawPlan): Promise<RawOutcome> {
  const { text, trickle, later, leaves, stopsAtAnswer, bound } = plan;
  return new Promise((resolve) => {
    let received = "";
    const socket = connect({ port, host: "127.0.0.1" });
    const finish = (ended: RawOutcome["ended"]): void => {
      clearTimeout(timer);
      if (ended === "by-reset") socket.resetAndDestroy();
      else socket.destroy();
      resolve({ answers: readAnswers(received, ended === "by-target"), received, ended });
    };
    const timer = setTimeout(() => finish("never"), bound);
    socket.setEncoding("latin1").on("data", (data: string) => {
      received += data;
      if (stopsAtAnswer && readAnswers(received, false).length > 0) finish("by-answer");
    });
    socket.on("end", () => finish("by-target")).on("close", () => finish("by-target"));
    // A reset while bytes were on their way: "close" follows.
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
