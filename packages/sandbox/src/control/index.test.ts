import { type IncomingMessage, request } from "node:http";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { LOCAL_API_KEY, LOCAL_PAYER_ID } from "../index.ts";
import { type RunningSandbox, startSandbox } from "../server/index.ts";
import { type RemoteControl, remoteControl } from "./index.ts";

let sandbox: RunningSandbox;
let remote: RemoteControl;
beforeAll(async () => {
  sandbox = await startSandbox();
  remote = remoteControl(sandbox.origin);
});
beforeEach(() => sandbox.control.reset());
afterAll(() => sandbox.close());

const retrieve = (bearer = LOCAL_API_KEY) =>
  fetch(`${sandbox.baseUrl}/payers/${LOCAL_PAYER_ID}`, { headers: { authorization: `Bearer ${bearer}` } });

it("sees what the local control sees", async () => {
  await remote.health();
  await retrieve();
  const traceId = sandbox.control.seen()[0]?.responseTraceId ?? "";
  expect((await remote.seen()).map(({ id }) => id)).toEqual([1]);
  expect(await remote.seen({ operation: "retrievePayer", traceId })).toMatchObject([{ responseTraceId: traceId }]);
  expect(await remote.seen({ operation: "createPayer" })).toEqual([]);
  expect(await remote.state()).toEqual(sandbox.control.state());
  await remote.clearSeen();
  expect(sandbox.control.seen()).toEqual([]);
});

it("does what the local control does", async () => {
  await remote.addFault({ operation: "*", kind: "status", status: 503, times: null });
  expect(await remote.faults()).toEqual([{ id: 1, operation: "*", kind: "status", status: 503, times: null }]);
  expect((await retrieve()).status).toBe(503);
  await remote.clearFaults();
  expect((await retrieve()).status).toBe(200);
  const id = await remote.addFault({ operation: "*", kind: "html" });
  await remote.removeFault(id);
  await expect(remote.removeFault(id)).rejects.toThrow(`No fault with the id ${id} is queued.`);
  expect((await retrieve()).headers.get("content-type")).toBe("application/json");
  expect(await remote.seenCounts()).toEqual(sandbox.control.seenCounts());

  await remote.setErrorShape("guide");
  expect(await (await retrieve("wrong")).json()).toMatchObject({ statusCode: 401 });
  await remote.setAllowedIps(["192.0.2.1"]);
  expect((await retrieve()).status).toBe(403);
  await remote.setAllowedIps(null);

  await remote.rotateKey("local", "next/one", "key-next");
  expect((await retrieve("key-next")).status).toBe(200);
  await remote.advance(12 * 60 * 60 * 1000);
  expect((await retrieve()).status).toBe(401);
  await remote.revokeKey("next/one");
  expect((await retrieve("key-next")).status).toBe(401);
  await remote.addKey("third", "key-3");
  expect((await retrieve("key-3")).status).toBe(200);

  await remote.reset();
  expect((await retrieve()).status).toBe(200);
  expect((await retrieve("key-3")).status).toBe(401);
});

it("says why it refuses, without the key", async () => {
  const error = 'No active API key is labeled "nobody".';
  await expect(remote.revokeKey("nobody")).rejects.toMatchObject({
    message: `The sandbox refused the request: ${error}`,
    cause: { status: 409, error },
  });
  await expect(remote.addKey("x", "a b")).rejects.toThrow(/refused the request: (?!.*a b)/);
  await expect(remote.advance(-1)).rejects.toThrow("non-negative");
  await expect(remote.addFault({ operation: "*", kind: "status", status: 200 })).rejects.toThrow(
    "status must be an integer from 400 to 599.",
  );
  await expect(remote.seen({ operation: "nothing" as "createPayer" })).rejects.toThrow(
    'operation must be one of "createClientSecret"',
  );
});

interface Raw {
  method?: string;
  path: string;
  headers: Record<string, string>;
  body?: string;
}

function raw({ method = "GET", path, headers, body = "" }: Raw): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const options = { host: "127.0.0.1", port: sandbox.port, method, path, headers };
    request(options, (response) => resolve(response.resume()))
      .on("error", reject)
      .end(body);
  });
}

it("refuses a Host that does not name the sandbox: a name rebound to loopback is still foreign", async () => {
  const { port } = sandbox;
  for (const host of [
    "evil.example",
    `evil.example:${port}`,
    "127.0.0.1",
    `127.0.0.1:${port + 1}`,
    `x@127.0.0.1:${port}`,
  ]) {
    const { statusCode } = await raw({ path: "/control/health", headers: { host } });
    expect([host, [400, 403].includes(statusCode ?? 0)]).toEqual([host, true]);
  }
  for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`]) {
    expect([host, (await raw({ path: "/control/health", headers: { host } })).statusCode]).toEqual([host, 200]);
  }
});

it("refuses a web page of another origin, also for reading", async () => {
  for (const origin of [
    "https://evil.example",
    "null",
    `http://localhost:${sandbox.port}`,
    `https://127.0.0.1:${sandbox.port}`,
  ]) {
    const response = await fetch(`${sandbox.origin}/control/state`, { headers: { origin } });
    expect([origin, response.status]).toEqual([origin, 403]);
    expect(response.headers.has("access-control-allow-origin")).toBe(false);
  }
  const own = await fetch(`${sandbox.origin}/control/state`, { headers: { origin: sandbox.origin } });
  expect(own.status).toBe(200);
  expect(own.headers.get("cache-control")).toBe("no-store");
  const preflight = await fetch(`${sandbox.origin}/control/seen`, {
    method: "OPTIONS",
    headers: { origin: "https://evil.example", "access-control-request-method": "DELETE" },
  });
  expect(preflight.status).toBe(403);
});

it("writes must be JSON: the content types a page can send unasked are refused", async () => {
  for (const path of ["reset", "advance", "faults", "keys", "keys/rotate"]) {
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "text/json"]) {
      const response = await fetch(`${sandbox.origin}/control/${path}`, {
        method: "POST",
        headers: { "content-type": type },
        body: "{}",
      });
      expect([path, type, response.status]).toEqual([path, type, 415]);
    }
  }
});

it("refuses bodies that are not JSON, too long or of the wrong form, and has no other routes", async () => {
  const post = async (path: string, body: string, method = "POST") => {
    const headers = { "content-type": "application/json" };
    return (await fetch(`${sandbox.origin}/control/${path}`, { method, headers, body })).status;
  };
  expect(await post("advance", "{")).toBe(400);
  expect(await post("advance", '{"ms":1,"more":2}')).toBe(400);
  expect(await post("advance", JSON.stringify({ ms: 1, padding: "x".repeat(70_000) }))).toBe(413);
  expect(await post("error-shape", '{"shape":"round"}', "PUT")).toBe(400);
  expect(await post("nothing", "{}")).toBe(404);
  expect((await fetch(`${sandbox.origin}/controls`)).status).toBe(404);
});

it.each([
  ["POST", "seed", "application/json", "5", 400, "The body must be an object."],
  ["POST", "seed", "application/json", '"x"', 400, "The body must be an object."],
  ["POST", "seed", "text/yaml", "payers: {}", 415, "Content-Type must be application/json or application/yaml."],
  ["POST", "reset", "text/yaml", "", 415, "Content-Type must be application/json."],
  ["PUT", "snapshot", "application/json", "5", 400, "The body must be an object."],
])("names what is wrong with the body: %s %s %s %s", async (method, path, type, body, status, error) => {
  const response = await fetch(`${sandbox.origin}/control/${path}`, {
    method,
    body,
    headers: { "content-type": type },
  });
  expect([response.status, await response.json()]).toEqual([status, { error }]);
});

it("names no bound of a number that the user cannot mean", async () => {
  const fault = { operation: "*", kind: "html", times: 0 } as const;
  await expect(remote.addFault(fault)).rejects.toThrow("times must be an integer of at least 1.");
});
