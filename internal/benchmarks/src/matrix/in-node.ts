import { createServer } from "node:http";
import process from "node:process";
import { type ClientOf, roundHandler } from "./rounds.ts";

/**
 * Serves rounds in Node, Deno and Bun. Prints the port, and ends with its standard input. With `plain`, its client takes
 * the place of the bare fetch.
 */
export function serveRounds(clientOf: ClientOf, plain?: ClientOf): void {
  const handle = roundHandler(process.argv[2] ?? "", clientOf, plain);
  const server = createServer((request, response) => {
    handle(request.url ?? "").then(
      (text) => response.end(text),
      (error) => response.writeHead(500).end(String(error?.stack)),
    );
  });
  server.listen(0, "127.0.0.1", () => {
    const address = server.address();
    if (address && typeof address === "object") console.log(`port ${address.port}`);
  });
  process.stdin.on("end", () => process.exit()).resume();
}
