import type { Client, ClientOptions, Fetch } from "@plastiq-connect/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CASES } from "./cases.ts";
import { nodeSubject } from "./node-subject.ts";
import { remoteSandbox } from "./remote-sandbox.ts";
import { runConformance } from "./runner.ts";
import { type Servers, startServers } from "./servers.ts";

type Options = Partial<ClientOptions>;
type Init = Parameters<Fetch>[1];

let servers: Servers;
beforeAll(async () => {
  servers = await startServers();
});
afterAll(() => servers.close());

/** A client whose requests are changed on their way out. */
const sending =
  (change: (init: Init) => Init) =>
  ({ fetch = globalThis.fetch as Fetch, ...options }: Options): Options => ({
    ...options,
    fetch: (url, init) => fetch(url, change(init)),
  });

const withHeader = (name: string, value: () => string) =>
  sending((init) => ({ ...init, headers: { ...init.headers, [name]: value() } }));

const without = (name: string) =>
  sending((init) => {
    const { [name]: _, ...headers } = init.headers as Record<string, string>;
    return { ...init, headers };
  });

describe("a client that has lost one rule", () => {
  it.each<[string, string, (options: Options) => Options]>([
    ["sends the API key", "credentials/api-key", without("authorization")],
    ["sends the address of the end user", "headers/browser-is-unknown", without("end-user-ip")],
    ["asks for JSON", "headers/json-both-ways", without("accept")],
    ["sends no header of its own invention", "headers/nothing-else", withHeader("x-extra", () => "1")],
    [
      "has one trace id for all attempts",
      "headers/attempts-share-a-trace-id",
      withHeader("trace-id", () => crypto.randomUUID()),
    ],
    ["retries twice", "retry/two-retries", (options) => ({ ...options, retries: 1 })],
    ["does not retry when told so", "retry/none-when-told", (options) => ({ ...options, retries: 2 })],
    ["retries a severed connection", "retry/severed-is-repeated", (options) => ({ ...options, retries: 0 })],
  ])("fails: %s (%s)", async (_, name, change) => {
    const { createClient, ...rest } = nodeSubject();
    const subject = { ...rest, createClient: (options: Options) => createClient?.(change(options) as never) as Client };
    const cases = CASES.filter((testCase) => testCase.name === name);
    expect(await runConformance(subject, remoteSandbox(servers.addresses), cases)).toMatchObject({
      passed: 0,
      failed: 1,
    });
  });
});
