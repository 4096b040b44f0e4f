import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createRemoteWorld, type RemoteWorld, remoteControl } from "../control/index.ts";
import { LOCAL_API_KEY, LOCAL_PAYER_ID } from "../index.ts";
import { card } from "../testing/fixture.ts";
import { recipient } from "../testing/payment-fixture.ts";
import { type RunningSandbox, startSandbox } from "./index.ts";

let sandbox: RunningSandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.close());

async function call(path: string, bearer: string, body?: object): Promise<{ status: number; body: never }> {
  const response = await fetch(sandbox.baseUrl + path, {
    method: body ? "POST" : "GET",
    headers: { authorization: `Bearer ${bearer}`, "user-agent": "test", "content-type": "application/json" },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as never };
}

async function mint(bearer: string): Promise<string> {
  const { body } = await call("/client-secrets", bearer, { payer: { id: LOCAL_PAYER_ID } });
  return (body as { clientSecret: string }).clientSecret;
}

describe("a world of a running sandbox", () => {
  it("has its own records, log, faults, clock and settings", async () => {
    const [one, two] = await Promise.all([createRemoteWorld(sandbox.origin), createRemoteWorld(sandbox.origin)]);
    await one.addFault({ operation: "retrievePayer", kind: "status", status: 418, times: null });
    await one.setErrorShape("guide");
    const contact = { firstName: "Ada", lastName: "Moreau", email: "ada@example.com" };
    await call("/payers", one.apiKey, { contact });
    await one.advance(60_000);
    const payer = `/payers/${LOCAL_PAYER_ID}`;
    expect((await call(payer, one.apiKey)).status).toBe(418);
    expect((await call(payer, two.apiKey)).status).toBe(200);
    expect((await call(payer, LOCAL_API_KEY)).status).toBe(200);
    expect((await one.seen()).map(({ operation }) => operation)).toEqual(["createPayer", "retrievePayer"]);
    expect(await two.seen()).toHaveLength(1);
    expect(sandbox.control.seen()).toHaveLength(1);
    expect((await one.state()).payers).toHaveLength(2);
    expect((await two.state()).payers).toHaveLength(1);
    await two.reset();
    expect(await two.seen()).toEqual([]);
    expect((await one.state()).payers).toHaveLength(2);
  });

  it("keeps the client secrets that were minted with its key", async () => {
    const world = await createRemoteWorld(sandbox.origin);
    const secret = await mint(world.apiKey);
    const data = { ...card, expirationYear: "2099" };
    expect((await call("/payment-methods", secret, { type: "CARD", data })).status).toBe(200);
    expect((await world.state()).paymentMethods).toHaveLength(1);
    expect(sandbox.control.state().paymentMethods).toEqual([]);
  });

  it("is forgotten once it is removed, and its key is refused", async () => {
    const world = await createRemoteWorld(sandbox.origin);
    await world.remove();
    expect((await call(`/payers/${LOCAL_PAYER_ID}`, world.apiKey)).status).toBe(401);
    await expect(world.state()).rejects.toThrow("No world has this id.");
    await expect(world.remove()).rejects.toThrow("No world has this id.");
  });

  it("cannot take a key of another world, nor of the server's own", async () => {
    const [one, two] = await Promise.all([createRemoteWorld(sandbox.origin), createRemoteWorld(sandbox.origin)]);
    const taken = "active already, in another world";
    await expect(one.addKey("own", LOCAL_API_KEY)).rejects.toThrow(taken);
    await expect(one.rotateKey("local", "other", two.apiKey)).rejects.toThrow(taken);
    expect(() => sandbox.control.addKey("one", one.apiKey)).toThrow(taken);
    // A key that was revoked is free, but its owner gets it back with a reset.
    sandbox.control.revokeKey("local");
    await one.addKey("own", LOCAL_API_KEY);
    sandbox.control.reset();
    await call(`/payers/${LOCAL_PAYER_ID}`, LOCAL_API_KEY);
    expect([sandbox.control.seen().length, (await one.seen()).length]).toEqual([1, 0]);
  });

  it("sends no webhooks any more once it is removed", async () => {
    const world = await createRemoteWorld(sandbox.origin);
    const received: ServerResponse[] = [];
    const receiver = createServer((_, response) => void received.push(response));
    await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
    const { port } = receiver.address() as AddressInfo;
    try {
      await world.subscribeWebhook({ url: `http://127.0.0.1:${port}/` });
      for (const id of ["1", "2"]) await world.deliver({ id, event: "test", data: { id } });
      await expect.poll(() => received.length).toBe(1);
      await world.remove();
      // The second one would be sent now.
      received[0]?.end();
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(received).toHaveLength(1);
    } finally {
      receiver.closeAllConnections();
      receiver.close();
    }
  });

  it("cannot take the seed of another one, whose client secrets would be the same", async () => {
    const [one, other] = await Promise.all([createRemoteWorld(sandbox.origin), createRemoteWorld(sandbox.origin)]);
    await one.setIdSeed(1);
    await expect(other.setIdSeed(1)).rejects.toThrow("Another world of this server has that seed");
    await other.setIdSeed(2);
    expect(await mint(one.apiKey)).not.toBe(await mint(other.apiKey));
  });

  it("ends the requests that take time once it is removed", async () => {
    const world = await createRemoteWorld(sandbox.origin);
    await world.setProcessingTime(600_000);
    const { paymentIntents } = await world.seed({
      paymentMethods: { visa: { payer: "local", type: "CARD", data: { ...card, expirationYear: "2099" } } },
      recipients: { beans: recipient },
      paymentIntents: {
        open: {
          payer: "local",
          paymentMethod: "visa",
          recipient: "beans",
          targetAmount: { value: 1, currency: "USD" },
        },
      },
    });
    const paying = call("/payments", world.apiKey, { paymentIntent: { id: paymentIntents.open } });
    const ended = expect(paying).rejects.toThrow();
    const isBeingPaid = async () => (await world.state()).paymentIntents[0]?.isBeingPaid;
    await expect.poll(isBeingPaid, { timeout: 20_000 }).toBe(true);
    await world.remove();
    await ended;
  });

  it("is one of many that share a server without seeing each other", { timeout: 120_000 }, async () => {
    const worlds = await Promise.all(Array.from({ length: 200 }, () => createRemoteWorld(sandbox.origin)));
    await Promise.all(
      worlds.map(async ({ apiKey }, index) => {
        for (let minted = 0; minted <= index % 3; minted += 1) await mint(apiKey);
      }),
    );
    const counts = await Promise.all(worlds.map(async (world: RemoteWorld) => (await world.seenCounts()).total));
    expect(counts).toEqual(worlds.map((_, index) => (index % 3) + 1));
    expect((await remoteControl(sandbox.origin).seenCounts()).total).toBe(0);
  });

  it("is not open to web pages of other origins", async () => {
    const world = await createRemoteWorld(sandbox.origin);
    for (const [method, path] of [
      ["POST", "worlds"],
      ["DELETE", `worlds/${world.id}`],
      ["GET", `worlds/${world.id}/state`],
    ]) {
      const headers = { origin: "https://evil.example", "content-type": "application/json" };
      const response = await fetch(`${sandbox.origin}/control/${path}`, { method: method ?? "GET", headers });
      expect([method, response.status]).toEqual([method, 403]);
    }
  });
});
