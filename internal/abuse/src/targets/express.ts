import { createServer } from "node:http";
import express from "express";
import { announce, nodeEndpoints, nodeWebhooks } from "./node-endpoints.ts";

// Express, with nothing in front of the endpoint.
const app = express();
for (const [path, endpoint] of nodeEndpoints()) app.all(path, endpoint);
for (const [folder, endpoint] of nodeWebhooks()) app.all(`${folder}/:secret`, endpoint);
const server = createServer(app);
server.listen(0, "127.0.0.1", () => announce(server));
