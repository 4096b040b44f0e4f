import { createServer, type Server } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { type RunningSandbox, startSandbox } from "@plastiq-connect/sandbox/server";
import { generate } from "selfsigned";
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { COMPATIBILITY_DATES, type RunningWorker, runWorker } from "./testing/worker.ts";

// Every test starts processes, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

// The client is made at global scope, where workerd forbids network, clock and randomness.
const WORKER = `
  import { env } from "cloudflare:workers";
  import { createClient, endUserFrom, isConnectError, readInbound } from "@plastiq-connect/cloudflare";

  const connect = createClient(env);

  export default {
    async fetch(request) {
      try {
        const secret = await connect.clientSecrets.create(
          { payer: { id: "${LOCAL_PAYER_ID}" } },
          { endUser: endUserFrom(readInbound(request)) },
        );
        return Response.json({ secret: secret.reveal(), printed: String(secret), process: typeof process });
      } catch (error) {
        return Response.json({ ours: isConnectError(error), error }, { status: 500 });
      }
    },
  };
`;

describe.each(COMPATIBILITY_DATES)("in workerd at %s, without nodejs_compat", (compatibilityDate) => {
  let sandbox: RunningSandbox;
  let worker: RunningWorker;

  beforeAll(async () => {
    sandbox = await startSandbox();
    worker = await runWorker(WORKER, { compatibilityDate, baseUrl: sandbox.baseUrl });
  });
  afterEach(() => sandbox.control.reset());
  afterAll(async () => {
    await worker?.close();
    await sandbox?.close();
  });

  it("mints with a client that was created at global scope", async () => {
    const reply = await (await fetch(worker.url)).json();

    expect(reply).toEqual({
      secret: expect.stringMatching(/^LOCALCLIENTSECRET/),
      printed: "[redacted]",
      process: "undefined",
    });
  });

  it("lets one request wait until the calls of another have settled", async () => {
    const source = WORKER.replace(
      "async fetch(request) {",
      `async fetch(request) {
        if (new URL(request.url).pathname === "/settled") {
          await connect.settled();
          return new Response("settled");
        }`,
    );
    const waiting = await runWorker(source, { compatibilityDate, baseUrl: sandbox.baseUrl });
    onTestFinished(() => waiting.close());
    sandbox.control.addFault({ operation: "*", kind: "latency", delayMs: 1_000 });
    const minting = fetch(waiting.url);
    await vi.waitFor(() => expect(sandbox.control.seen()).toHaveLength(1), 20_000);

    const settled = await fetch(new URL("/settled", waiting.url));

    expect([settled.status, await settled.text()]).toEqual([200, "settled"]);
    expect(sandbox.control.seen()).toMatchObject([{ status: 200 }]);
    expect((await minting).status).toBe(200);
  });

  it("describes the end user to the vendor with the address that Cloudflare reports", async () => {
    await fetch(worker.url, {
      headers: {
        "user-agent": "Browser/1.0",
        "end-user-device-id": "device-1",
        "cf-connecting-ip": "203.0.113.9",
        "x-forwarded-for": "198.51.100.66, 203.0.113.9",
      },
    });

    const [seen] = sandbox.control.seen();
    expect(seen).toMatchObject({
      operation: "createClientSecret",
      status: 200,
      bearer: { label: "local" },
      body: { payer: { id: LOCAL_PAYER_ID }, type: "CARD" },
      headers: { "user-agent": "Browser/1.0", "end-user-device-id": "device-1", "end-user-ip": "203.0.113.9" },
    });
    expect(seen?.traceId).toBe(seen?.responseTraceId);
  });

  it.each([
    ["UTF-8 of Latin-1's characters", Buffer.from("Café/1.0")],
    ["UTF-8 of any script", Buffer.from("名前/1.0 😀")],
  ])("forwards a user agent byte for byte: %s", async (_, bytes) => {
    // Node's fetch sends one byte for each character.
    const userAgent = bytes.toString("latin1");
    await fetch(worker.url, { headers: { "user-agent": userAgent } });

    expect(sandbox.control.seen()[0]?.headers["user-agent"]).toBe(userAgent);
  });

  it("sends its own name when workerd could not decode the user agent", async () => {
    await fetch(worker.url, { headers: { "user-agent": "Café/1.0" } });

    expect(sandbox.control.seen()[0]?.headers["user-agent"]).toMatch(/^plastiq-connect\//);
  });

  it.each([301, 302, 303, 307, 308])("follows no redirect: %i", async (status) => {
    const elsewhere = await listen();
    sandbox.control.addFault({ operation: "*", kind: "redirect", status, location: elsewhere.url });

    const reply = await fetch(worker.url);

    expect(await reply.json()).toMatchObject({
      ours: true,
      error: { code: "redirect_refused", outcome: "unknown", status, attempts: 1 },
    });
    expect(elsewhere.received()).toBe(0);
    await elsewhere.close();
  });

  it("does not know whether a request was sent to a server whose certificate workerd refuses", async () => {
    const { private: key, cert } = await generate([{ name: "commonName", value: "connect.example" }], {
      extensions: [{ name: "subjectAltName", altNames: [{ type: 7, ip: "127.0.0.1" }] }],
    });
    let requests = 0;
    const server = createHttpsServer({ key, cert }, (_, response) => {
      requests++;
      response.end("{}");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const source = WORKER.replace(
      /connect\.clientSecrets\.create\(.*?\n {8}\);/s,
      `connect.payers.create(
        { contact: { firstName: "Jen", lastName: "Doe", email: "jen@shop.example" } },
        { endUser: "none" },
      );`,
    );
    const refused = await runWorker(source, { compatibilityDate, baseUrl: `https://${host}/api` });
    onTestFinished(() => refused.close());

    // workerd says "internal error" of this and of much else.
    expect(await (await fetch(refused.url)).json()).toMatchObject({
      ours: true,
      error: { code: "network_failed", outcome: "unknown", next: "look-up", attempts: 1, host },
    });
    expect(requests).toBe(0);
  });

  it("reads its key from the Secrets Store", async () => {
    const stored = await runWorker(WORKER, {
      compatibilityDate,
      baseUrl: sandbox.baseUrl,
      apiKey: { type: "secrets-store-secret", storeId: "store", secretName: "plastiq" },
    });
    sandbox.control.addKey("stored", "the-key-in-the-store");
    await stored.storeSecret("PLASTIQ_API_KEY", "the-key-in-the-store");

    const reply = await fetch(stored.url);
    await stored.close();

    expect(reply.status).toBe(200);
    expect(sandbox.control.seen()[0]?.bearer?.label).toBe("stored");
  });
});

async function listen(): Promise<{ url: string; received(): number; close(): Promise<void> }> {
  let received = 0;
  const server: Server = createServer((_, response) => {
    received++;
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/api/client-secrets`,
    received: () => received,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
