import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { LOCAL_API_KEY, LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { startSandbox } from "@plastiq-connect/sandbox/server";
import { expect, it, onTestFinished } from "vitest";

const SCRIPT = `
  import { readdirSync } from "node:fs";
  import { createClient } from "@plastiq-connect/node";
  const connections = Number(process.env.CONNECTIONS) || undefined;
  const client = createClient({ retries: 0, connections, timeout: 60_000, deadline: 60_000 });
  const mint = () =>
    client.clientSecrets.create({ payer: { id: "${LOCAL_PAYER_ID}" } }, { endUser: "none" }).then(
      () => "minted",
      ({ code, outcome, message }) => code + ", " + outcome + (message.includes("too many open files") ? ", named" : message),
    );
  const mints = async (count) => [...new Set(await Promise.all(Array.from({ length: count }, mint)))].sort();
  const many = await mints(500);
  const few = await mints(20);
  await client.close();
  // Waits for ever where connections leak.
  while (readdirSync("/proc/self/fd").length >= 60) await new Promise((resolve) => setTimeout(resolve, 20));
  console.log(JSON.stringify({ many, few }));
`;

it.runIf(process.platform === "linux").each([
  ["64 connections by default", "", ["minted"]],
  ["more connections than it may open files", "500", ["minted", "network_failed, not-sent, named"]],
])(
  "makes 500 calls at once in a process that may open 200 files, with %s, and recovers",
  async (_, connections, many) => {
    const sandbox = await startSandbox();
    onTestFinished(() => sandbox.close());
    const command = 'ulimit -n 200 && exec "$0" --input-type=module --eval "$1"';
    const { stdout } = await promisify(execFile)("sh", ["-c", command, process.execPath, SCRIPT], {
      cwd: import.meta.dirname,
      env: {
        PATH: process.env.PATH,
        PLASTIQ_API_KEY: LOCAL_API_KEY,
        PLASTIQ_BASE_URL: sandbox.baseUrl,
        CONNECTIONS: connections,
      },
    });
    expect(JSON.parse(stdout)).toEqual({ many, few: ["minted"] });
  },
);
