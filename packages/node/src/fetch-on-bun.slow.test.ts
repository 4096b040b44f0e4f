import { execFile } from "node:child_process";
import { createServer } from "node:http";
import { promisify } from "node:util";
import { BUN } from "runtimes/binary";
import { expect, it } from "vitest";
import { listening, useLocal } from "./testing/local.ts";

// Bun replaces node-fetch by its own module, with which cross-fetch and others work too.
const SCRIPT = `
  import { createClient } from "@plastiq-connect/node";
  import fetch from "node-fetch";
  const connect = createClient({ fetch });
  await connect.payers.retrieve("00000000-0000-4000-8000-000000000000", { endUser: "none" }).catch((error) => {
    console.log(JSON.stringify(error));
  });
`;

const local = useLocal();

it.skipIf(!BUN.path)("reads the vendor's refusal with Bun's node-fetch", async () => {
  const { stdout } = await promisify(execFile)(BUN.path ?? "", ["--eval", SCRIPT], {
    cwd: import.meta.dirname,
    env: local.environment(),
  });
  expect(JSON.parse(stdout)).toMatchObject({ code: "not_found", outcome: "rejected", attempts: 1 });
});

it.skipIf(!BUN.path)("names why Bun's own fetch cannot read a response", async () => {
  const { port } = await listening(
    createServer((_, response) => void response.setHeader("content-encoding", "gzip").end("not compressed at all")),
  );
  const own = SCRIPT.replace('import fetch from "node-fetch";', "").replace("{ fetch }", "");
  const { stdout } = await promisify(execFile)(BUN.path ?? "", ["--eval", own], {
    cwd: import.meta.dirname,
    env: { ...local.environment(), PLASTIQ_BASE_URL: `http://127.0.0.1:${port}/api` },
  });
  expect(JSON.parse(stdout)).toMatchObject({
    outcome: "unknown",
    message: expect.stringContaining("The connection failed (ZlibError)."),
  });
});
