// Serves the site while it is being written. The API reference is as it was when this started.
import { fileURLToPath } from "node:url";
import { createServer } from "vitepress";
import { writeReference } from "./reference.ts";

for (const problem of await writeReference()) console.log(problem);
const server = await createServer(fileURLToPath(new URL("..", import.meta.url)));
await server.listen();
server.printUrls();
