import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createClient } from "../../client.ts";
import { CARD, failureOf, NOBODY, PAYER } from "../../testing/fixture.ts";
import type { Fetch } from "./fetch.ts";

// Over real sockets and the runtime's own fetch: a host that redirects, and the one it redirects to.
let asked: string[] = [];
let first: Server;
let second: Server;
const originOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const listen = (server: Server): Promise<void> => new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

beforeAll(async () => {
  second = createServer((request, response) => {
    asked.push(`second ${request.headers.authorization}`);
    response.end('{"clientSecret":"stolen","id":"stolen"}');
  });
  await listen(second);
  first = createServer((request, response) => {
    asked.push("first");
    const status = Number(/\/(\d{3})\//.exec(request.url ?? "")?.[1]);
    response.writeHead(status, { location: `${originOf(second)}/api` }).end();
  });
  await listen(first);
});
afterAll(() => {
  first.close();
  second.close();
});

describe("a redirect is refused, and where it leads is never asked", () => {
  it.each([300, 301, 302, 303, 304, 307, 308])("status %i", async (status) => {
    asked = [];
    const client = createClient({ apiKey: "test-key", baseUrl: `${originOf(first)}/${status}/api` });
    for (const call of [
      client.clientSecrets.create({ payer: PAYER }, NOBODY),
      client.paymentMethods.create(CARD, NOBODY),
    ]) {
      const failure = await failureOf(call);
      expect(failure).toMatchObject({ code: "redirect_refused", outcome: "unknown", attempts: 1, status });
      expect(failure.message).toContain("heck the base URL.");
      expect(JSON.stringify(failure)).not.toContain(originOf(second));
    }
    expect(asked).toEqual(["first", "first"]);
  });
});

it("refuses a redirect that a browser hides behind status 0, too", async () => {
  const fetch = () => Promise.resolve({ status: 0, headers: new Headers(), body: null });
  const client = createClient({ apiKey: "test-key", fetch });
  expect(await failureOf(client.clientSecrets.create({ payer: PAYER }, NOBODY))).toMatchObject({
    code: "redirect_refused",
    outcome: "unknown",
  });
});

describe('a custom fetch that ignores `redirect: "manual"`', () => {
  const follow: Fetch = (url, init) => fetch(url, { ...init, redirect: "follow" });

  it.each([302, 307])(
    "fails after %i, and asks to renew the key or secret, because another host may have it",
    async (status) => {
      asked = [];
      const client = createClient({ apiKey: "test-key", baseUrl: `${originOf(first)}/${status}/api`, fetch: follow });
      for (const call of [
        client.clientSecrets.create({ payer: PAYER }, NOBODY),
        client.paymentMethods.create(CARD, NOBODY),
      ]) {
        const failure = await failureOf(call);
        expect(failure).toMatchObject({
          code: "configuration_invalid",
          outcome: "unknown",
          attempts: 1,
          message: expect.stringMatching(
            /fetch must not follow a redirect. Renew the API key or the client secret: another host may have it/,
          ),
        });
        expect(String(failure)).not.toContain(originOf(second));
      }
      expect(asked.filter((host) => host === "first")).toHaveLength(2);
    },
  );
});
