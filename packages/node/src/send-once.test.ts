import { execFile } from "node:child_process";
import { constants, createSecureServer } from "node:http2";
import { promisify } from "node:util";
import { BUN } from "runtimes/binary";
import { generate } from "selfsigned";
import { Agent, type Dispatcher, interceptors, RetryAgent } from "undici";
import { Agent as Agent8 } from "undici-8";
import { expect, it, onTestFinished } from "vitest";
import { failure, listening, NOBODY, useLocal } from "./testing/local.ts";

const PERSON = { contact: { firstName: "Jen", lastName: "Doe", email: "jen@shop.example" } };
const ONCE = { code: "network_failed", outcome: "unknown", attempts: 1 };

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
  expect(error).toMatchObject({ ...ONCE, message: expect.stringContaining("about to send the request again") });
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

it("lets a dispatcher repeat a read", async () => {
  const dispatcher: Dispatcher = new Agent().compose(interceptors.retry({ minTimeout: 1 }));
  onTestFinished(() => dispatcher.destroy());
  local.sandbox.control.addFault({ operation: "listCategories", kind: "severed" });
  expect((await local.client({ dispatcher, retries: 0 }).categories.list(NOBODY)).data).not.toEqual([]);
});

it.skipIf(!BUN.path)("sends a payer once on Bun with HTTP/2 switched on", async () => {
  const { baseUrl, requests } = await refusingStreams();
  const script = `
    import { createClient } from "@plastiq-connect/node";
    const client = createClient({ baseUrl: "${baseUrl}" });
    const error = await client.payers.create(${JSON.stringify(PERSON)}, { endUser: "none" }).catch((error) => error);
    console.log(JSON.stringify(error));
  `;
  const { stdout } = await promisify(execFile)(BUN.path ?? "", ["--experimental-http2-fetch", "--eval", script], {
    cwd: import.meta.dirname,
    env: { ...local.environment(), NODE_TLS_REJECT_UNAUTHORIZED: "0" },
  });
  expect(JSON.parse(stdout)).toMatchObject(ONCE);
  expect(requests).toEqual(["POST over 1.1"]);
});
