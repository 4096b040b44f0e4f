import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import type { Fate } from "../world/fate.ts";
import { factsOf } from "../world/fault.ts";
import type { Message } from "../world/message.ts";

const OVERSIZED = Buffer.alloc(1_300_000, 32);

/** Sends a message as its fate says. `closing`: whether, and how, the connection ends after it. */
export async function send(
  response: ServerResponse,
  message: Message,
  fate: Fate,
  closing: "never" | "announced" | "unannounced",
): Promise<void> {
  const { body } = factsOf(fate.fault);
  const { status, headers, text } = message;
  const compressed = body === "decompressed" || body === "still compressed";
  const bytes = body === "oversized" ? OVERSIZED : compressed ? gzipSync(text) : Buffer.from(text);
  const kept =
    body === "cut" || body === "severed" ? bytes.subarray(0, Math.floor((bytes.length * fate.cut) / 10)) : bytes;
  const { "content-length": _, ...rest } = headers;
  // A cut body looks complete, and only its JSON ends early. A severed one does not.
  const length = body === "severed" ? { "content-length": String(bytes.length + 1) } : {};
  const encoding = body === "decompressed" ? { "content-encoding": "gzip" } : {};
  const close = closing === "announced" ? { connection: "close" } : {};
  response.writeHead(status, { ...rest, ...length, ...encoding, ...close });
  if (body === "slow") {
    for (const byte of kept.subarray(0, 5)) {
      response.write(Buffer.of(byte));
      await sleep(fate.cut * 10);
    }
    response.end(kept.subarray(5));
    return;
  }
  if (body === "severed") {
    response.write(kept, () => response.destroy());
    return;
  }
  response.end(kept, () => {
    if (closing === "unannounced") response.socket?.destroySoon();
  });
}
