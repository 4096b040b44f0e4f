import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer, type IncomingMessage } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { type AddressInfo, connect, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { createSandbox, LOCAL_API_KEY, LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { createRequestListener } from "@remix-run/node-fetch-server";
import { generate } from "selfsigned";
import { expect, it, onTestFinished } from "vitest";

const HOST = "connect.example";
const SCRIPT = `
  import { createClient } from "@plastiq-connect/node";
  const connect = createClient({ retries: 0 });
  for (const call of [1, 2, 3, 4]) {
    const secret = await connect.clientSecrets.create({ payer: { id: "${LOCAL_PAYER_ID}" } }, { endUser: "none" });
    console.log(secret.payerId);
  }
  await connect.close();
`;

async function listening(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

it("shares tunnels through a proxy, signs in to it, and lets it see nothing of what goes through", async () => {
  const { private: key, cert } = await generate([{ name: "commonName", value: HOST }], {
    extensions: [{ name: "subjectAltName", altNames: [{ type: 2, value: HOST }] }],
  });
  const sandbox = createSandbox();
  const apiPort = await listening(createHttpsServer({ key, cert }, createRequestListener(sandbox.fetch)));

  const tunnels: unknown[] = [];
  let passed = "";
  const proxyPort = await listening(
    createHttpServer().on("connect", ({ url, headers }: IncomingMessage, socket: Socket) => {
      tunnels.push({ url, signedIn: headers["proxy-authorization"], bearer: headers.authorization });
      const upstream = connect(apiPort, "127.0.0.1", () => socket.write("HTTP/1.1 200 Connection established\r\n\r\n"));
      for (const [from, to] of [
        [socket, upstream],
        [upstream, socket],
      ] as const) {
        from.on("data", (bytes) => {
          passed += bytes.toString("latin1");
        });
        from.on("error", () => to.destroy());
        from.pipe(to);
      }
    }),
  );

  const folder = mkdtempSync(join(tmpdir(), "plastiq-connect-proxy-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "authority.pem"), cert);
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", SCRIPT], {
    cwd: import.meta.dirname,
    timeout: 15_000,
    env: {
      PATH: process.env.PATH,
      PLASTIQ_API_KEY: LOCAL_API_KEY,
      PLASTIQ_BASE_URL: `https://${HOST}/api`,
      HTTPS_PROXY: `http://clerk:pass%20word@127.0.0.1:${proxyPort}`,
      // Counts as missing.
      https_proxy: "",
      NODE_EXTRA_CA_CERTS: join(folder, "authority.pem"),
    },
  });

  expect(stdout.trim().split("\n")).toEqual(Array(4).fill(LOCAL_PAYER_ID));
  expect(sandbox.control.seen().map(({ status }) => status)).toEqual(Array(4).fill(200));
  // A second one is opened when a call follows so closely that the first connection is not yet free.
  expect(tunnels.length).toBeLessThanOrEqual(2);
  for (const tunnel of tunnels) {
    expect(tunnel).toEqual({ url: `${HOST}:443`, signedIn: `Basic ${btoa("clerk:pass word")}`, bearer: undefined });
  }
  expect(passed.length).toBeGreaterThan(1_000);
  expect(passed).not.toContain(LOCAL_API_KEY);
});

it.each(["localhost", "127.0.0.1"])("reaches an https: URL at %s past the proxy", async (host) => {
  const { private: key, cert } = await generate([{ name: "commonName", value: host }], {
    extensions: [
      {
        name: "subjectAltName",
        altNames: [
          { type: 2, value: "localhost" },
          { type: 7, ip: "127.0.0.1" },
        ],
      },
    ],
  });
  const sandbox = createSandbox();
  const port = await listening(createHttpsServer({ key, cert }, createRequestListener(sandbox.fetch)));
  const folder = mkdtempSync(join(tmpdir(), "plastiq-connect-proxy-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "authority.pem"), cert);

  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", SCRIPT], {
    cwd: import.meta.dirname,
    timeout: 15_000,
    env: {
      PATH: process.env.PATH,
      PLASTIQ_API_KEY: LOCAL_API_KEY,
      PLASTIQ_BASE_URL: `https://${host}:${port}/api`,
      // Nobody listens there.
      HTTPS_PROXY: "http://127.0.0.1:9",
      NODE_EXTRA_CA_CERTS: join(folder, "authority.pem"),
    },
  });

  expect(stdout.trim().split("\n")).toEqual(Array(4).fill(LOCAL_PAYER_ID));
});
