import { createServer } from "node:http";

// The other end of every contender, in a process of its own: it mints as fast as HTTP allows, and reads the whole body.
const RESPONSE = JSON.stringify({ clientSecret: "bench-secret-not-a-secret-0123456789" });
const server = createServer((request, response) => {
  request.resume().on("end", () => {
    response.writeHead(200, {
      "content-type": "application/json",
      "content-length": RESPONSE.length,
      "trace-id": request.headers["trace-id"] ?? "",
    });
    response.end(RESPONSE);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address && typeof address === "object") process.send?.(address.port);
});
process.on("disconnect", () => process.exit());
