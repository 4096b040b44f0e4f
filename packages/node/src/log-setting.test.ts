import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { LOCAL_API_KEY, LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { BUN } from "runtimes/binary";
import { describe, expect, it, vi } from "vitest";
import { useLocal } from "./testing/local.ts";

// Every test starts a process, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const SCRIPT = `
  import { createClient } from "@plastiq-connect/node";
  const mint = async (options) => {
    const client = createClient(options);
    await client.clientSecrets.create({ payer: { id: "${LOCAL_PAYER_ID}" } }, { endUser: "none" });
    await client.payers.retrieve("${LOCAL_PAYER_ID}", { endUser: "none" });
    await client.close();
  };
  await mint();
  await mint({ logLevel: "off" });
  await mint({ logger: { ...console, debug() {}, info: ({ operation }) => console.log("own logger", operation) } });
`;
const RUNTIMES = [
  ["Node", process.execPath, "--input-type=module"],
  ["Bun", BUN.path ?? "", ""],
].filter(([, path]) => path !== "");

const local = useLocal();

describe.each(RUNTIMES)("PLASTIQ_LOG in a real process of %s", (_, program = "", flag = "") => {
  it.each([
    ["DEBUG", ["warn", "info", "debug", "own"]],
    ["warn", ["warn"]],
    ["off", []],
  ])("%s logs to the console, and an option of the client wins", async (setting, expected) => {
    local.sandbox.control.addFault({ operation: "*", kind: "status", status: 503, retryAfter: "0" });
    const child = spawn(program, [flag, "--eval", SCRIPT].filter(Boolean), {
      cwd: import.meta.dirname,
      env: { ...local.environment(), PLASTIQ_LOG: setting },
    });
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
    const mint = /^plastiq-connect createClientSecret POST \/api\/client-secrets/;
    const read =
      /^plastiq-connect retrievePayer GET \/api\/payers\/\{id\} 200 succeeded in \d+ ms, attempt 1, trace \S+\.$/;
    const lines = {
      warn: expect.stringMatching(new RegExp(`${mint.source} 503 server_unavailable .*Retry in 0 ms\\.$`)),
      info: expect.stringMatching(new RegExp(`${mint.source} 200 succeeded in \\d+ ms, attempt 2, trace \\S+\\.$`)),
      debug: expect.stringMatching(read),
      own: "own logger createClientSecret",
    };
    // Warnings go to standard error.
    const printed = `${stderr}${stdout}`.split("\n").filter(Boolean);
    expect(printed).toEqual(expected.map((name) => lines[name as keyof typeof lines]));
    expect(printed.join()).not.toContain(LOCAL_API_KEY);
  });
});
