import { createServer } from "node:http";
import { pathOf } from "./endpoint-setup.ts";
import { announce, nodeEndpoints, nodeWebhooks } from "./node-endpoints.ts";
import { folderOf } from "./webhook-setup.ts";

// Plain node:http.
const endpoints = nodeEndpoints();
const webhooks = nodeWebhooks();
const server = createServer((request, response) => {
  const path = pathOf(request.url ?? "");
  const endpoint = endpoints.get(path) ?? webhooks.get(folderOf(path));
  if (endpoint) endpoint(request, response);
  else response.writeHead(404).end();
});
server.listen(0, "127.0.0.1", () => announce(server));
