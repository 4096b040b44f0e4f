import { execFile } from "node:child_process";
import { createServer } from "node:http";
import { constants, createSecureServer } from "node:http2";
import { promisify } from "node:util";
import { LOCAL_API_KEY } from "@plastiq-connect/sandbox";
import { BUN } from "runtimes/binary";
import { generate } from "selfsigned";
import { Agent, DecoratorHandler, type Dispatcher, interceptors, RetryAgent } from "undici";
import { Agent as Agent8, interceptors as interceptors8 } from "undici-8";
import { describe, expect, it, onTestFinished } from "vitest";
import { createCaller, createClient, createPayer } from "./index.ts";
import { failure, listening, NOBODY, useLocal } from "./testing/local.ts";

const PERSON = { contact: { firstName: "Jen", lastName: "Doe", email: "jen@shop.example" } };
const ONCE = { code: "network_failed", outcome: "unknown", attempts: 1 };
const DELETE = { method: "DELETE", path: "/payment-intents/4e8f0a8e-6f0c-4f6b-8a55-2f1c7d9be001" } as const;

const local = useLocal();

/** Starts a server of HTTP/2 that reads each request, and then refuses its stream. */
async function refusingStreams(): Promise<{ readonly baseUrl: string; readonly requests: string[] }> {
  const { private: key, cert } = await generate(undefined, {
    extensions: [{ name: "subjectAltName", altNames: [{ type: 7, ip: "127.0.0.1" }] }],
  });
  const requests: string[] = [];
  const server = createSecureServer({ key, cert, allowHTTP1: true }, (request, response) => {
    requests.push(`${request.method} over ${request.httpVersion}`);
    request.resume().once("end", () => {
      if (request.httpVersion === "2.0") response.stream.close(constants.NGHTTP2_REFUSED_STREAM);
      else request.socket.destroy();
    });
  });
  const { port } = await listening(server as never);
  return { baseUrl: `https://127.0.0.1:${port}/api`, requests };
}

it("sends a payer once over an agent of undici 8, which repeats what a server refused after reading it", async () => {
  const { baseUrl, requests } = await refusingStreams();
  const dispatcher = new Agent8({ connect: { rejectUnauthorized: false } });
  onTestFinished(() => dispatcher.destroy());
  const error = await failure(local.client({ baseUrl, dispatcher }).payers.create(PERSON, NOBODY));
  expect(error).toMatchObject({ ...ONCE, message: expect.stringContaining("set allowH2: false") });
  expect(requests).toEqual(["POST over 2.0"]);
});

it("sends a payer once over a dispatcher that was told to repeat it", async () => {
  const dispatcher: Dispatcher = new RetryAgent(new Agent(), { methods: ["POST"], minTimeout: 1 });
  onTestFinished(() => dispatcher.destroy());
  local.sandbox.control.addFault({ operation: "createPayer", kind: "severed", carriedOut: true });
  const error = await failure(local.client({ dispatcher }).payers.create(PERSON, NOBODY));
  expect(error).toMatchObject(ONCE);
  expect(local.sandbox.control.seen()).toHaveLength(1);
});

it("sends a DELETE once over a dispatcher that repeats it by default", async () => {
  let requests = 0;
  const { port } = await listening(
    createServer((request) => {
      requests++;
      request.socket.destroy();
    }),
  );
  const dispatcher: Dispatcher = new Agent().compose(interceptors.retry({ minTimeout: 1 }));
  onTestFinished(() => dispatcher.destroy());
  const client = local.client({ baseUrl: `http://127.0.0.1:${port}/api`, dispatcher });
  const error = await failure(client.request(DELETE, NOBODY));
  expect(error).toMatchObject({ ...ONCE, message: expect.stringContaining("Remove its retry interceptor") });
  expect(requests).toBe(1);
});

it.each([
  ["createClient", createClient],
  ["createCaller", createCaller],
])("sends a payer once to a server that responds with 421: %s", async (_, create) => {
  let requests = 0;
  const { port } = await listening(
    createServer((request, response) => {
      requests++;
      request.resume().once("end", () => response.writeHead(421).end());
    }),
  );
  const caller = create({ apiKey: LOCAL_API_KEY, baseUrl: `http://127.0.0.1:${port}/api` });
  expect(await failure(createPayer(caller, PERSON, NOBODY))).toMatchObject({ attempts: 1 });
  expect(requests).toBe(1);
});

it("lets a dispatcher repeat a read", async () => {
  const dispatcher: Dispatcher = new Agent().compose(interceptors.retry({ minTimeout: 1 }));
  onTestFinished(() => dispatcher.destroy());
  local.sandbox.control.addFault({ operation: "listCategories", kind: "severed" });
  expect((await local.client({ dispatcher, retries: 0 }).categories.list(NOBODY)).data).not.toEqual([]);
});

it("reads only the last response of a dispatcher that starts again in the middle of a body", async () => {
  const restarting: Dispatcher = new Agent().compose((dispatch) => (options, handler) => {
    class Restarting extends DecoratorHandler {
      onResponseError(): void {
        dispatch(options, handler);
      }
    }
    return dispatch(options, new Restarting(handler));
  });
  onTestFinished(() => restarting.destroy());
  local.sandbox.control.addFault({ operation: "listCategories", kind: "severed-body" });
  const client = local.client({ dispatcher: restarting, retries: 0 });
  expect((await client.categories.list(NOBODY)).data).not.toEqual([]);
  expect(local.sandbox.control.seen()).toHaveLength(2);
});

describe("a dispatcher that follows redirects", () => {
  const DISPATCHERS: readonly [string, () => Dispatcher][] = [
    ["undici 7", () => new Agent().compose(interceptors.redirect({ maxRedirections: 3 }))],
    ["undici 8", () => new Agent8().compose(interceptors8.redirect({ maxRedirections: 3 })) as never],
  ];

  it.each(
    DISPATCHERS.flatMap(([name, create]) =>
      ["another", "the same"].flatMap((origin) =>
        (["GET", "POST", "DELETE"] as const).map((method) => ({ name, create, origin, method })),
      ),
    ),
  )("sends nothing to $origin origin: $method, $name", async ({ create, origin, method }) => {
    const requests: string[] = [];
    const second = await listening(
      createServer((request, response) => {
        requests.push(`second ${request.method}`);
        response.end("{}");
      }),
    );
    const first = await listening(
      createServer((request, response) => {
        requests.push(`${request.method} ${request.url}`);
        const location = origin === "another" ? `http://127.0.0.1:${second.port}/api/new` : "/api/new";
        response.writeHead(request.url === "/api/new" ? 200 : 307, { location }).end("{}");
      }),
    );
    const dispatcher = create();
    onTestFinished(() => dispatcher.destroy());
    const client = local.client({ baseUrl: `http://127.0.0.1:${first.port}/api`, dispatcher });
    const body = method === "POST" ? { body: {} } : {};
    const error = await failure(client.request({ method, path: "/old", ...body }, NOBODY));
    expect(error).toMatchObject({
      code: "configuration_invalid",
      outcome: "unknown",
      attempts: 1,
      message: expect.stringContaining("Remove its redirect interceptor"),
    });
    expect(requests).toEqual([`${method} /api/old`]);
  });
});

/** Runs a script in Bun that has `baseUrl` and `nobody`, and returns the error that it prints. */
async function failureOnBun(baseUrl: string, call: string, flags: readonly string[] = []): Promise<unknown> {
  const script = `
    import { createClient } from "@plastiq-connect/node";
    const client = createClient({ baseUrl: "${baseUrl}" });
    const nobody = { endUser: "none" };
    const error = await (async () => { ${call} })().catch((error) => error);
    console.log(JSON.stringify(error));
  `;
  const { stdout } = await promisify(execFile)(BUN.path ?? "", [...flags, "--eval", script], {
    cwd: import.meta.dirname,
    env: { ...local.environment(), NODE_TLS_REJECT_UNAUTHORIZED: "0" },
  });
  return JSON.parse(stdout);
}

it.skipIf(!BUN.path)("sends a payer once on Bun with HTTP/2 switched on", async () => {
  const { baseUrl, requests } = await refusingStreams();
  const call = `await client.payers.create(${JSON.stringify(PERSON)}, nobody);`;
  expect(await failureOnBun(baseUrl, call, ["--experimental-http2-fetch"])).toMatchObject(ONCE);
  expect(requests).toEqual(["POST over 1.1"]);
});

it.skipIf(!BUN.path)("sends a DELETE once on Bun when a kept-alive connection breaks", async () => {
  const requests: (string | undefined)[] = [];
  const { port } = await listening(
    createServer((request, response) => {
      requests.push(request.method);
      if (request.method === "GET") response.end("{}");
      else request.socket.destroy();
    }),
  );
  const call = `
    await client.request({ method: "GET", path: "/payers" }, nobody);
    await client.request(${JSON.stringify(DELETE)}, nobody);
  `;
  expect(await failureOnBun(`http://127.0.0.1:${port}/api`, call)).toMatchObject(ONCE);
  expect(requests).toEqual(["GET", "DELETE"]);
});
