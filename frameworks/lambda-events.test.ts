import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { LOCAL_API_KEY } from "@plastiq-connect/sandbox";
import { type RunningSandbox, startSandbox } from "@plastiq-connect/sandbox/server";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { run } from "./processes.ts";

const ADDRESS = "203.0.113.9";
const HEADERS = {
  host: "api.example",
  origin: "https://shop.example",
  "user-agent": "Browser/1.0",
  "content-type": "application/json",
  "x-forwarded-for": `198.51.100.66, ${ADDRESS}`,
};
const COOKIE = "session=session-of-jen";

type Body = { readonly body: string; readonly isBase64Encoded: boolean };
type Handler = (event: object) => Promise<{ statusCode: number; body: string }>;

const capital = (name: string): string => name.replace(/(?:^|-)[a-z]/g, (text) => text.toUpperCase());
const entries = Object.entries({ ...HEADERS, cookie: COOKIE });
const capitals = Object.fromEntries(entries.map(([name, value]) => [capital(name), value]));
const lists = Object.fromEntries(entries.map(([name, value]) => [name, [value]]));

const gateway = (path: string, more: object): object => ({
  httpMethod: "POST",
  path,
  requestContext: { httpMethod: "POST", path: `/prod${path}`, stage: "prod", identity: { sourceIp: ADDRESS } },
  ...more,
});
const balancer = (path: string, more: object): object => ({
  httpMethod: "POST",
  path,
  requestContext: { elb: { targetGroupArn: "arn:aws:elasticloadbalancing:us-east-1:1:targetgroup/shop/1" } },
  ...more,
});
const EVENTS: Readonly<Record<string, (path: string, body: Body) => object>> = {
  "a function URL or an HTTP API (format 2.0)": (rawPath, body) => ({
    version: "2.0",
    rawPath,
    rawQueryString: "",
    headers: HEADERS,
    cookies: [COOKIE],
    requestContext: { domainName: "api.example", http: { method: "POST", path: rawPath, sourceIp: ADDRESS } },
    ...body,
  }),
  "a REST API, with names in capitals": (path, body) => gateway(path, { headers: capitals, ...body }),
  "a REST API, with lists of values": (path, body) =>
    gateway(path, { headers: capitals, multiValueHeaders: lists, ...body }),
  "a load balancer": (path, body) => balancer(path, { headers: { ...HEADERS, cookie: COOKIE }, ...body }),
  "a load balancer, with lists of values": (path, body) => balancer(path, { multiValueHeaders: lists, ...body }),
};

let folder: string;
let sandbox: RunningSandbox;
let handler: Handler;

beforeAll(async () => {
  sandbox = await startSandbox();
  vi.stubEnv("PLASTIQ_API_KEY", LOCAL_API_KEY);
  vi.stubEnv("PLASTIQ_BASE_URL", sandbox.baseUrl);
  // Not into the application's folder: its own test builds there at the same time.
  folder = await mkdtemp(join(tmpdir(), "lambda-events-"));
  const file = join(folder, "handler.mjs");
  await run(["pnpm", "run", "build", `--outfile=${file}`], { cwd: join(import.meta.dirname, "lambda") });
  ({ handler } = await import(pathToFileURL(file).href));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await sandbox?.close();
  if (folder) await rm(folder, { recursive: true });
});

describe.each(Object.entries(EVENTS))("the AWS Lambda application behind %s", (_, eventOf) => {
  it("mints for the address that connects to AWS", async () => {
    sandbox.control.clearSeen();
    const { statusCode, body } = await handler(eventOf("/client-secret", { body: "", isBase64Encoded: false }));

    expect([statusCode, JSON.parse(body)]).toMatchObject([200, { expiresIn: expect.any(Number) }]);
    expect(sandbox.control.seen()).toMatchObject([{ headers: { "end-user-ip": ADDRESS } }]);
  });

  it.each([false, true])("reads the body of a payment, in base64: %s", async (isBase64Encoded) => {
    const text = JSON.stringify({ paymentMethodId: "8c1d2f70-5b3e-4f6a-9e21-7a40c5d3b916", note: "é" });
    const body = Buffer.from(text).toString(isBase64Encoded ? "base64" : "utf8");
    sandbox.control.clearSeen();
    await handler(eventOf("/payment", { body, isBase64Encoded }));

    expect(sandbox.control.seen()).toMatchObject([
      { path: expect.stringMatching(/^\/api\/payment-methods\/8c1d2f70-5b3e-4f6a-9e21-7a40c5d3b916\b/) },
    ]);
  });
});
