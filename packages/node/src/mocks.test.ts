import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { getGlobalDispatcher, MockAgent, setGlobalDispatcher } from "undici";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { blockNetwork, createClient, type NodeClient, type NodeClientOptions } from "./index.ts";

// The server that a mock has to keep the tests away from.
const reached: string[] = [];
const server = createServer((request, response) => {
  reached.push(request.url ?? "");
  response.writeHead(500).end();
});
let origin: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

function clientOf(options: NodeClientOptions): NodeClient {
  const client = createClient({ apiKey: "key-of-the-tests", baseUrl: `${origin}/api`, retries: 0, ...options });
  onTestFinished(() => client.close());
  return client;
}

const mint = async (client: NodeClient): Promise<string> => {
  const payer = { id: "3f2c9a54-7d1e-4b86-9c0a-5e8d1f7b2a63" };
  return (await client.clientSecrets.create({ payer }, { endUser: "none" })).reveal();
};

// The global fetch is looked up with each request: mocks replace it after the client was created.
const globalFetch: NodeClientOptions = { fetch: (url, init) => globalThis.fetch(url, init) };

describe("with the global fetch, a client meets", () => {
  it("the handlers of msw", async () => {
    const client = clientOf(globalFetch);
    const mocks = setupServer(
      http.post(`${origin}/api/client-secrets`, () => HttpResponse.json({ clientSecret: "of-msw" })),
    );
    mocks.listen({ onUnhandledFrame: "error" });
    onTestFinished(() => mocks.close());

    expect(await mint(client)).toBe("of-msw");
    expect(reached).toEqual([]);
  });

  it("the refusal of msw when no handler matches", async () => {
    const client = clientOf(globalFetch);
    const mocks = setupServer();
    mocks.listen({ onUnhandledFrame: "error" });
    onTestFinished(() => mocks.close());

    await expect(mint(client)).rejects.toMatchObject({ name: "ConnectError" });
    expect(reached).toEqual([]);
  });

  it("the interceptors of nock", async () => {
    const client = clientOf(globalFetch);
    const { default: nock } = await import("nock");
    onTestFinished(() => {
      nock.cleanAll();
      nock.restore();
    });
    if (!nock.isActive()) nock.activate();
    nock(origin).post("/api/client-secrets").reply(200, { clientSecret: "of-nock" });

    expect(await mint(client)).toBe("of-nock");
    expect(reached).toEqual([]);
  });

  it("undici's MockAgent, set globally", async () => {
    const client = clientOf(globalFetch);
    const before = getGlobalDispatcher();
    setGlobalDispatcher(mockAgent("of-the-global-agent"));
    onTestFinished(() => setGlobalDispatcher(before));

    expect(await mint(client)).toBe("of-the-global-agent");
    expect(reached).toEqual([]);
  });
});

it("takes undici's MockAgent as its dispatcher", async () => {
  expect(await mint(clientOf({ dispatcher: mockAgent("of-the-dispatcher") }))).toBe("of-the-dispatcher");
  expect(reached).toEqual([]);
});

it("reaches the server past a global MockAgent without either: it has connections of its own", async () => {
  const before = getGlobalDispatcher();
  setGlobalDispatcher(mockAgent("of-the-global-agent"));
  onTestFinished(() => setGlobalDispatcher(before));

  await expect(mint(clientOf({}))).rejects.toMatchObject({ code: "server_failed" });
  expect(reached.splice(0)).toEqual(["/api/client-secrets"]);
});

function mockAgent(clientSecret: string): MockAgent {
  const agent = new MockAgent();
  agent.disableNetConnect();
  agent.get(origin).intercept({ path: "/api/client-secrets", method: "POST" }).reply(200, { clientSecret });
  return agent;
}

describe("blockNetwork", () => {
  it("keeps a client with connections of its own from the vendor's hosts, and from no other", async () => {
    const unblock = blockNetwork();
    onTestFinished(unblock);
    const vendor = clientOf({ baseUrl: "https://connect.sandbox.plastiq.com/api" });
    await expect(mint(vendor)).rejects.toMatchObject({
      code: "configuration_invalid",
      outcome: "not-sent",
      message: expect.stringContaining("nothing was sent to connect.sandbox.plastiq.com"),
    });
    await expect(mint(clientOf({}))).rejects.toMatchObject({ status: 500 });
  });
});
