import { createServer } from "node:http";
import express from "express";
import { announce, nodeEndpoints } from "./node-endpoints.ts";

// Express, with nothing in front of the endpoint.
const app = express();
for (const [path, endpoint] of nodeEndpoints()) app.all(path, endpoint);
const server = createServer(app);
server.listen(0, "127.0.0.1", () => announce(server));
