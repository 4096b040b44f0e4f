import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";

/**
 * Returns a port of 127.0.0.1 where nobody listens: the wanted one, or else a random one. No system gives ports of this
 * range to connections, so that it is still free when a build has ended.
 */
export async function freePort(wanted: number = randomInt(20_000, 32_000)): Promise<number> {
  const server = createServer().listen(wanted, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    return await freePort();
  }
  server.close();
  await once(server, "close");
  return wanted;
}
