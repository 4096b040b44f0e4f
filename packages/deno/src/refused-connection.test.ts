import { once } from "node:events";
import { createServer } from "node:http";
import { constants, createSecureServer } from "node:http2";
import { createServer as createHttpsServer } from "node:https";
import { type AddressInfo, createServer as createTcpServer, type Server } from "node:net";
import { LOCAL_API_KEY, LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { startSandbox } from "@plastiq-connect/sandbox/server";
import { generate } from "selfsigned";
import { describe, expect, it, onTestFinished } from "vitest";
import { runDeno } from "./testing/run-deno.ts";

const API_KEY = "key-of-this-test";

const LOOPBACK = [{ name: "subjectAltName" as const, altNames: [{ type: 7 as const, ip: "127.0.0.1" }] }];

/** Runs a mint and the creation of a payer in Deno, and returns their errors. */
async function failures(env: Record<string, string>) {
  const script = `
    import { createClient } from "@plastiq-connect/deno";
    const client = createClient();
    const payer = { id: "3f2c9a54-7d1e-4b86-9c0a-5e8d1f7b2a63" };
    const person = { contact: { firstName: "Jen", lastName: "Doe", email: "jen@shop.example" } };
    const nobody = { endUser: "none" };
    console.log(JSON.stringify(await Promise.all([
      client.clientSecrets.create({ payer }, nobody).catch((error) => error),
      client.payers.create(person, nobody).catch((error) => error),
    ])));
  `;
  const { stdout, stderr } = await runDeno(script, {
    permissions: ["--allow-net", "--allow-env"],
    env: { PLASTIQ_API_KEY: API_KEY, ...env },
  });
  expect(stderr).toBe("");
  return JSON.parse(stdout) as [mint: { message: string }, payer: { message: string }];
}

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

async function proxyWithStatus(status: string): Promise<Record<string, string>> {
  const port = await listen(
    createTcpServer((socket) => {
      socket.on("error", () => {});
      socket.once("data", () => socket.end(`HTTP/1.1 ${status}\r\ncontent-length: 0\r\n\r\n`));
    }),
  );
  return { PLASTIQ_BASE_URL: "https://connect.example/api", HTTPS_PROXY: `http://127.0.0.1:${port}` };
}

describe("a refused connection in Deno", () => {
  it("names a refused TLS handshake, also by a server without TLS, and is not retried", async () => {
    // The alert handshake_failure.
    const refusals = [Buffer.from([21, 3, 3, 0, 2, 2, 40]), "HTTP/1.1 400 Bad Request\r\n\r\n"];
    const port = await listen(
      createTcpServer((socket) => {
        socket.on("error", () => {});
        socket.once("data", () => socket.end(refusals.pop() ?? ""));
      }),
    );
    const [mint, payer] = await failures({ PLASTIQ_BASE_URL: `https://127.0.0.1:${port}/api` });
    expect(mint).toMatchObject({ outcome: "unknown", attempts: 1, next: "fix-configuration" });
    expect(payer).toMatchObject({ outcome: "not-sent", attempts: 1, next: "fix-configuration" });
    const reasons = [mint, payer].map(
      ({ message }) => /\((received .*)\)\. The TLS handshake failed/.exec(message)?.[1],
    );
    expect(reasons.sort()).toEqual([
      expect.stringContaining("corrupt message"),
      "received fatal alert: HandshakeFailure",
    ]);
  });

  it("names a refused certificate and the host, and is not retried", async () => {
    const { private: key, cert } = await generate(undefined, { extensions: LOOPBACK });
    let requests = 0;
    const port = await listen(
      createHttpsServer({ key, cert }, (_, response) => {
        requests++;
        response.end("{}");
      }),
    );
    for (const failure of await failures({ PLASTIQ_BASE_URL: `https://127.0.0.1:${port}/api` })) {
      expect(failure).toMatchObject({
        code: "network_failed",
        outcome: "not-sent",
        attempts: 1,
        next: "fix-configuration",
      });
      expect(failure.message).toContain(`(127.0.0.1:${port}): No connection could be made (UnknownIssuer).`);
      expect(failure.message).toContain("DENO_CERT");
    }
    expect(requests).toBe(0);
  });

  it("names a proxy's 407, and is not retried", async () => {
    for (const failure of await failures(await proxyWithStatus("407 Proxy Authentication Required"))) {
      expect(failure).toMatchObject({
        code: "network_failed",
        outcome: "not-sent",
        attempts: 1,
        next: "fix-configuration",
      });
      expect(failure.message).toContain("The proxy responded with 407");
    }
  });

  it("names the reason, and is known to be not sent for what must not happen twice", async () => {
    const { close, baseUrl } = await startSandbox();
    await close();
    for (const env of [{ PLASTIQ_BASE_URL: baseUrl }, await proxyWithStatus("403 Forbidden")]) {
      const [mint, payer] = await failures(env);
      expect(payer).toMatchObject({ code: "network_failed", outcome: "not-sent", attempts: 3 });
      // Deno may have sent a mint on a connection that it kept alive, and connected again by itself.
      expect(mint).toMatchObject({ code: "network_failed", outcome: "unknown", attempts: 3 });
      for (const { message } of [mint, payer]) {
        expect(message).toMatch(/No connection could be made \((?:tcp connect error: Connection refused|unsuccessful)/);
      }
    }
  });
});

it.each([
  [
    "updatePaymentMethod",
    `paymentMethods.update({
      id: crypto.randomUUID(), payer, type: "CARD", data: { cvv: "120", expirationYear: "2040" },
    }, nobody)`,
  ],
  ["deletePayer", `request({ method: "DELETE", path: "/payers/${LOCAL_PAYER_ID}" }, nobody)`],
] as const)("sends once when a connection breaks that Deno kept alive: %s", async (operation, call) => {
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.close());
  sandbox.control.addFault({ operation, kind: "severed", carriedOut: true });
  const script = `
    import { createClient } from "@plastiq-connect/deno";
    const client = createClient({ apiKey: "${LOCAL_API_KEY}", baseUrl: "${sandbox.baseUrl}" });
    const nobody = { endUser: "none" };
    const payer = { id: "${LOCAL_PAYER_ID}" };
    await client.payers.retrieve(payer.id, nobody);
    console.log(JSON.stringify(await client.${call}.catch((error) => error)));
  `;
  const { stdout } = await runDeno(script, { permissions: ["--allow-net", "--allow-env"] });
  expect(JSON.parse(stdout)).toMatchObject({ code: "network_failed", outcome: "unknown", attempts: 1 });
  expect(sandbox.control.seen().map(({ operation: seen }) => seen)).toEqual(["retrievePayer", operation]);
});

it("sends a payer once to a server that refuses the stream of HTTP/2 after it has read the request", async () => {
  const { private: key, cert } = await generate(undefined, { extensions: LOOPBACK });
  let requests = 0;
  const port = await listen(
    createSecureServer({ key, cert, allowHTTP1: true }, (request, response) => {
      requests++;
      request.resume().once("end", () => {
        if (request.httpVersion === "2.0") response.stream.close(constants.NGHTTP2_REFUSED_STREAM);
        else request.socket.destroy();
      });
    }),
  );
  const script = `
    import { createClient } from "@plastiq-connect/deno";
    const client = createClient({ apiKey: "${API_KEY}", baseUrl: "https://127.0.0.1:${port}/api" });
    const person = { contact: { firstName: "Jen", lastName: "Doe", email: "jen@shop.example" } };
    console.log(JSON.stringify(await client.payers.create(person, { endUser: "none" }).catch((error) => error)));
  `;
  const ignore = "--unsafely-ignore-certificate-errors=127.0.0.1";
  const { stdout } = await runDeno(script, { permissions: ["--allow-net", "--allow-env", ignore] });
  expect(JSON.parse(stdout)).toMatchObject({ code: "network_failed", outcome: "unknown", attempts: 1 });
  expect(requests).toBe(1);
});

it("names what is wrong with a response that Deno cannot read", async () => {
  const port = await listen(
    createServer((request, response) => {
      const broken: Readonly<Record<string, () => void>> = {
        "/api/head": () => {
          for (let index = 0; index < 150; index++) response.setHeader(`x-${index}`, "1");
          response.end();
        },
        "/api/gzip": () => response.writeHead(200, { "content-encoding": "gzip" }).end("{}"),
        "/api/zstd": () => response.writeHead(200, { "content-encoding": "zstd" }).end("(x"),
      };
      request.resume().once("end", () => broken[request.url ?? ""]?.());
    }),
  );
  const script = `
    import { createClient } from "@plastiq-connect/deno";
    const client = createClient({ apiKey: "${API_KEY}", baseUrl: "http://127.0.0.1:${port}/api" });
    const post = (path) => client.request({ method: "POST", path, body: {} }, { endUser: "none" }).catch((error) => error);
    console.log(JSON.stringify(await Promise.all(["/head", "/gzip", "/zstd"].map(post))));
  `;
  const { stdout } = await runDeno(script, { permissions: ["--allow-net", "--allow-env"] });
  const unknown = (message: string) => ({ outcome: "unknown", attempts: 1, message: expect.stringContaining(message) });
  expect(JSON.parse(stdout)).toMatchObject([
    unknown("The connection failed (message head is too large)."),
    unknown("fetch failed with TypeError: unexpected end of file."),
    unknown("The response is not JSON (zstd)."),
  ]);
});
