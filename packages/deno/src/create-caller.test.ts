import { LOCAL_API_KEY, LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { type RunningSandbox, startSandbox } from "@plastiq-connect/sandbox/server";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { FORMS, runDeno } from "./testing/run-deno.ts";

// Every test starts processes, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.control.reset());
afterAll(() => sandbox?.close());

const OPTIONS = "{ apiKey, baseUrl, retries: 0 }";
const CALLERS = [
  ["createClient", `createClient(${OPTIONS})`],
  ["createCaller", `createCaller(${OPTIONS})`],
] as const;

/** For each caller: keeps a connection alive, then creates a payer, and prints the payer or the error. */
const script = (...callers: readonly string[]) => `
  import { createCaller, createClient, createPayer, retrievePayer } from "@plastiq-connect/deno";
  const apiKey = "${LOCAL_API_KEY}";
  const baseUrl = "${sandbox.baseUrl}";
  const nobody = { endUser: "none" };
  const person = { contact: { firstName: "Jen", lastName: "Doe", email: "jen@shop.example" } };
  for (const caller of [${callers.join()}]) {
    try {
      await retrievePayer(caller, "${LOCAL_PAYER_ID}", nobody);
      console.log(JSON.stringify(await createPayer(caller, person, nobody)));
    } catch (error) {
      console.log(JSON.stringify(error));
    }
  }
`;

describe.each(Object.keys(FORMS) as (keyof typeof FORMS)[])("in real Deno, as %s has it", (form) => {
  describe.each(CALLERS)("%s", (_, caller) => {
    it("sends once what a kept connection breaks under, and needs no permission but the network", async () => {
      sandbox.control.addFault({ operation: "createPayer", kind: "severed", carriedOut: true });

      const permissions = [`--allow-net=127.0.0.1:${sandbox.port}`];
      const { stdout, stderr } = await runDeno(script(caller), { form, permissions });

      expect(stderr).toBe("");
      expect(sandbox.control.seen().map(({ operation }) => operation)).toEqual(["retrievePayer", "createPayer"]);
      expect(JSON.parse(stdout)).toMatchObject({ code: "network_failed", outcome: "unknown", attempts: 1 });
    });

    it("says which flag lets it connect", async () => {
      const { stdout } = await runDeno(script(caller), { form });

      expect(JSON.parse(stdout)).toMatchObject({
        code: "configuration_invalid",
        outcome: "not-sent",
        message: `Deno may not connect to the API: run with --allow-net=127.0.0.1:${sandbox.port}`,
      });
    });
  });
});

it("does not claim that nothing was sent when a fetch of the options fails after it has sent", async () => {
  const failing = (
    failure: string,
  ): string => `createCaller({ apiKey, baseUrl, retries: 0, fetch: async (url, init) => {
    const response = await fetch(url, init);
    if (init.method === "POST") ${failure};
    return response;
  } })`;
  // The first one lacks a permission, the second one names the host as Deno does in the error of another one.
  const callers = [
    failing('await Deno.writeTextFile("/tmp/responses.log", "")'),
    failing("throw new Error(JSON.stringify(new URL(url).host))"),
  ];

  const { stdout } = await runDeno(script(...callers), { permissions: [`--allow-net=127.0.0.1:${sandbox.port}`] });

  expect(sandbox.control.seen().filter(({ operation }) => operation === "createPayer")).toHaveLength(2);
  expect(
    stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line)),
  ).toMatchObject([
    { outcome: "unknown", message: expect.stringContaining("NotCapable") },
    { outcome: "unknown", code: "network_failed" },
  ]);
});

it.each(CALLERS)(
  "makes its requests with a fetch that the options bring, as a test's without a promise: %s",
  async (_, caller) => {
    const own = caller.replace("retries: 0", `fetch: () => Response.json({ id: "${LOCAL_PAYER_ID}" })`);

    const { stdout, stderr } = await runDeno(script(own));

    expect({ stdout, stderr }).toEqual({ stdout: `{"id":"${LOCAL_PAYER_ID}"}\n`, stderr: "" });
    expect(sandbox.control.seen()).toEqual([]);
  },
);

it("holds no more of Deno for many callers than for one", async () => {
  const counting = `
    const create = Deno.createHttpClient;
    let created = 0;
    Deno.createHttpClient = (options) => {
      created++;
      return create(options);
    };
    ${script(...CALLERS.map(([, caller]) => caller))}
    console.log(created);
  `;
  const { stdout } = await runDeno(counting, { permissions: [`--allow-net=127.0.0.1:${sandbox.port}`] });

  expect(sandbox.control.state().payers).toHaveLength(1 + CALLERS.length);
  expect(stdout.trim().split("\n").at(-1)).toBe("1");
});

it("has not sent a payer where Deno cannot read the file of DENO_CERT", async () => {
  const creating = `
    import { createClient } from "@plastiq-connect/deno";
    const client = createClient({ apiKey: "${LOCAL_API_KEY}", baseUrl: "${sandbox.baseUrl}" });
    const person = { contact: { firstName: "Jen", lastName: "Doe", email: "jen@shop.example" } };
    await client.payers.create(person, { endUser: "none" }).catch((error) => console.log(JSON.stringify(error)));
  `;
  const permissions = [`--allow-net=127.0.0.1:${sandbox.port}`];
  const { stdout } = await runDeno(creating, { permissions, env: { DENO_CERT: "/no/such/authority.pem" } });
  expect(JSON.parse(stdout)).toMatchObject({
    code: "configuration_invalid",
    outcome: "not-sent",
    attempts: 1,
    message: expect.stringContaining("DENO_CERT"),
  });
});

it("mints, and sends nothing else, where the host has no Deno.createHttpClient", async () => {
  const older = `
    import { createClient } from "@plastiq-connect/deno";
    Deno.createHttpClient = undefined;
    const options = { apiKey: "${LOCAL_API_KEY}", baseUrl: "${sandbox.baseUrl}" };
    const person = { contact: { firstName: "Jen", lastName: "Doe", email: "jen@shop.example" } };
    const client = createClient(options);
    const secret = await client.clientSecrets.create({ payer: { id: "${LOCAL_PAYER_ID}" } }, { endUser: "none" });
    const failure = await client.payers.create(person, { endUser: "none" }).catch((error) => error);
    const accepting = createClient({ ...options, fetch: (url, init) => fetch(url, init) });
    await accepting.payers.create(person, { endUser: "none" });
    console.log(JSON.stringify({ payerId: secret.payerId, failure }));
  `;
  const { stdout } = await runDeno(older, { permissions: [`--allow-net=127.0.0.1:${sandbox.port}`] });
  expect(JSON.parse(stdout)).toMatchObject({
    payerId: LOCAL_PAYER_ID,
    failure: {
      code: "configuration_invalid",
      outcome: "not-sent",
      message: expect.stringContaining("no Deno.createHttpClient"),
    },
  });
  expect(sandbox.control.seen().map(({ operation }) => operation)).toEqual(["createClientSecret", "createPayer"]);
});
