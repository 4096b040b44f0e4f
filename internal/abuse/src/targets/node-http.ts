import { createServer } from "node:http";
import { pathOf } from "./endpoint-setup.ts";
import { announce, nodeEndpoints } from "./node-endpoints.ts";

// Plain node:http.
const endpoints = nodeEndpoints();
const server = createServer((request, response) => {
  const endpoint = endpoints.get(pathOf(request.url ?? ""));
  if (endpoint) endpoint(request, response);
  else response.writeHead(404).end();
});
server.listen(0, "127.0.0.1", () => announce(server));
