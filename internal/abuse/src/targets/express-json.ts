import { createServer } from "node:http";
import express from "express";
import { announce, nodeEndpoints, nodeWebhooks } from "./node-endpoints.ts";

// Express, with a parser in front that waits for whole bodies.
const app = express();
app.use(express.json());
for (const [path, endpoint] of nodeEndpoints()) app.all(path, endpoint);
for (const [folder, endpoint] of nodeWebhooks()) app.all(`${folder}/:secret`, endpoint);
// The server limits how long the parser waits. Its default is five minutes.
const timeouts = { headersTimeout: 5_000, requestTimeout: 5_000, connectionsCheckingInterval: 100 };
const server = createServer(timeouts, app);
server.listen(0, "127.0.0.1", () => announce(server));
