import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { BUN } from "runtimes/binary";
import { OTHER_NODES } from "runtimes/node";
import { describe, expect, it } from "vitest";
import { refusingHandshake, refusingProxy, untrustedServer } from "./testing/refusing-servers.ts";

const SCRIPT = `
  import { createCaller, createClient, createPayer, optionsFromEnv } from "@plastiq-connect/node";
  const client = createClient();
  const payer = { id: "3f2c9a54-7d1e-4b86-9c0a-5e8d1f7b2a63" };
  const person = { contact: { firstName: "Jen", lastName: "Doe", email: "jen@shop.example" } };
  const nobody = { endUser: "none" };
  const failures = await Promise.all([
    client.clientSecrets.create({ payer }, nobody).catch((error) => error),
    createPayer(createCaller(optionsFromEnv()), person, nobody).catch((error) => error),
  ]);
  console.log(JSON.stringify(failures));
  await client.close();
`;

const RUNTIMES = {
  Node: [process.execPath, "--input-type=module", "--eval", SCRIPT],
  Bun: [BUN.path ?? "", "--eval", SCRIPT],
};

/** Runs a mint and the creation of a payer in the runtime, and returns their errors. */
async function failures(runtime: keyof typeof RUNTIMES | readonly string[], env: Record<string, string>) {
  const [command = "", ...args] = typeof runtime === "string" ? RUNTIMES[runtime] : runtime;
  const child = spawn(command, args, {
    cwd: import.meta.dirname,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, PLASTIQ_API_KEY: "key-of-this-test", ...env },
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  expect(stderr).toBe("");
  return JSON.parse(stdout) as { message: string }[];
}

describe.each(
  (Object.keys(RUNTIMES) as (keyof typeof RUNTIMES)[]).filter((name) => name !== "Bun" || BUN.path !== undefined),
)("a refused connection in %s", (runtime) => {
  it.each([
    [{}, "DEPTH_ZERO_SELF_SIGNED_CERT"],
    [{ expired: true }, "CERT_HAS_EXPIRED"],
  ])("names a refused certificate and the host, and is not retried: %o %s", async (certificate, code) => {
    const { port, arrived } = await untrustedServer(certificate);
    for (const failure of await failures(runtime, { PLASTIQ_BASE_URL: `https://127.0.0.1:${port}/api` })) {
      expect(failure).toMatchObject({
        code: "network_failed",
        outcome: "not-sent",
        attempts: 1,
        next: "fix-configuration",
      });
      expect(failure.message).toContain(`(127.0.0.1:${port}): No connection could be made (${code}).`);
      expect(failure.message).toContain("NODE_EXTRA_CA_CERTS");
    }
    expect(arrived).toEqual({ connections: 2, requests: 0 });
  });

  it("names a proxy's 407, and is not retried", async () => {
    const { port, arrived } = await refusingProxy("407 Proxy Authentication Required");
    const env = { PLASTIQ_BASE_URL: "https://connect.example/api", HTTPS_PROXY: `http://clerk:word@127.0.0.1:${port}` };
    for (const failure of await failures(runtime, env)) {
      expect(failure).toMatchObject({
        code: "network_failed",
        outcome: "not-sent",
        attempts: 1,
        next: "fix-configuration",
      });
      expect(failure.message).toContain("(connect.example): The proxy responded with 407");
      expect(JSON.stringify(failure)).not.toContain("word@");
    }
    expect(arrived.requests).toBe(2);
  });

  it("names the status of a proxy that does not let it through, and is retried", async () => {
    const { port } = await refusingProxy("403 Forbidden");
    const env = { PLASTIQ_BASE_URL: "https://connect.example/api", HTTPS_PROXY: `http://127.0.0.1:${port}` };
    for (const failure of await failures(runtime, env)) {
      expect(failure).toMatchObject({ code: "network_failed", outcome: "not-sent", attempts: 3 });
      expect(failure.message).toContain("The proxy responded with 403");
    }
  });

  it.each([
    ["a port where nothing listens", "https://127.0.0.1:1/api", "ECONNREFUSED"],
    ["a name that DNS does not know", "https://nobody.invalid/api", "ENOTFOUND|EAI_AGAIN"],
  ])("is known to be not sent, and retried: %s", async (_, baseUrl, code) => {
    for (const failure of await failures(runtime, { PLASTIQ_BASE_URL: baseUrl })) {
      expect(failure).toMatchObject({ code: "network_failed", outcome: "not-sent", attempts: 3 });
      expect(failure.message).toMatch(new RegExp(`No connection could be made \\((?:${code})\\)`));
    }
  });
});

it("names a refused TLS handshake, and is not retried", async () => {
  const { port, arrived } = await refusingHandshake();
  for (const failure of await failures("Node", { PLASTIQ_BASE_URL: `https://127.0.0.1:${port}/api` })) {
    expect(failure).toMatchObject({ outcome: "not-sent", attempts: 1, next: "fix-configuration" });
    expect(failure.message).toContain("No connection could be made (ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE).");
  }
  expect(arrived.connections).toBe(2);
});

it.skipIf(!BUN.path)("is known to be not sent where Bun does not support the proxy", async () => {
  const env = { PLASTIQ_BASE_URL: "https://connect.example/api", HTTPS_PROXY: "socks5://127.0.0.1:1080" };
  for (const failure of await failures("Bun", env)) {
    expect(failure).toMatchObject({ code: "network_failed", outcome: "not-sent" });
    expect(failure.message).toContain("No connection could be made (UnsupportedProxyProtocol)");
  }
});

const permissive = OTHER_NODES.find(({ version, path }) => path && Number.parseInt(version, 10) > 24)?.path;
it.skipIf(!permissive)("names the flag where Node's permission model denies the network", async () => {
  const node = [permissive ?? "", "--permission", "--allow-fs-read=*", "--input-type=module", "--eval", SCRIPT];
  for (const failure of await failures(node, { PLASTIQ_BASE_URL: "https://127.0.0.1:1/api" })) {
    expect(failure).toMatchObject({ code: "configuration_invalid", outcome: "not-sent", attempts: 1 });
    expect(failure.message).toContain("--allow-net");
  }
});
