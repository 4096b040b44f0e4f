import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { LOCAL_API_KEY, LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { type RunningSandbox, startSandbox } from "@plastiq-connect/sandbox/server";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { FORMS, portOf, runDeno, startDeno } from "./testing/run-deno.ts";

// Every test starts processes, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

const MINT = `
  import { createClient, isConnectError } from "@plastiq-connect/deno";
  try {
    const connect = createClient();
    const secret = await connect.clientSecrets.create({ payer: { id: "${LOCAL_PAYER_ID}" } }, { endUser: "none" });
    console.log(secret, Deno.inspect({ secret }), String(secret), JSON.stringify(secret));
    console.log(secret.reveal());
  } catch (error) {
    console.log(JSON.stringify({ ours: isConnectError(error), ...error.toJSON() }));
  }
`;
const ALLOW_ENV = "--allow-env=PLASTIQ_API_KEY,PLASTIQ_ENVIRONMENT,PLASTIQ_BASE_URL";

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.control.reset());
afterAll(() => sandbox?.close());

const env = () => ({ PLASTIQ_API_KEY: LOCAL_API_KEY, PLASTIQ_BASE_URL: sandbox.baseUrl });
const allowNet = () => `--allow-net=127.0.0.1:${sandbox.port}`;

describe.each(Object.keys(FORMS) as (keyof typeof FORMS)[])("in real Deno, as %s has it", (form) => {
  it("is that form", async () => {
    const { stdout } = await runDeno('console.log(import.meta.resolve("@plastiq-connect/deno"))', { form });

    expect(stdout).toMatch(form === "npm" ? /dist\/index\.js$/m : /src\/index\.ts$/m);
  });

  it("mints with the least permissions, and prints no secret", async () => {
    const { stdout, stderr, code } = await runDeno(MINT, { form, permissions: [ALLOW_ENV, allowNet()], env: env() });

    expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
    const [printed, revealed] = stdout.split("\n");
    expect(printed).toBe('[redacted] { secret: [redacted] } [redacted] "[redacted]"');
    expect(revealed).toMatch(/^LOCALCLIENTSECRET/);
    expect(sandbox.control.seen()).toMatchObject([{ operation: "createClientSecret", bearer: { label: "local" } }]);
  });

  it.each(["PLASTIQ_API_KEY", "PLASTIQ_ENVIRONMENT", "PLASTIQ_BASE_URL"])(
    "says which flag lets it read %s",
    async (name) => {
      const others = ALLOW_ENV.replace("--allow-env=", "")
        .split(",")
        .filter((other) => other !== name);

      const { stdout } = await runDeno(MINT, {
        form,
        permissions: [`--allow-env=${others}`, allowNet()],
        env: env(),
      });

      expect(JSON.parse(stdout)).toMatchObject({
        ours: true,
        code: "configuration_invalid",
        outcome: "not-sent",
        message: `Deno may not read ${name}: run with ${ALLOW_ENV}`,
      });
      expect(sandbox.control.seen()).toEqual([]);
    },
  );

  it.each([[], ["--allow-net=127.0.0.1:1"], ["--deny-net"]])(
    "says which flag lets it connect, at once: %s",
    async (...permissions) => {
      const { stdout } = await runDeno(MINT, { form, permissions: [ALLOW_ENV, ...permissions], env: env() });

      expect(JSON.parse(stdout)).toMatchObject({
        ours: true,
        code: "configuration_invalid",
        outcome: "not-sent",
        message: `Deno may not connect to the API: run with --allow-net=127.0.0.1:${sandbox.port}`,
        traceId: expect.stringMatching(/^[\da-f-]{36}$/),
      });
      expect(sandbox.control.seen()).toEqual([]);
    },
  );
});

it("logs one line for each attempt when PLASTIQ_LOG says so, to standard error or output of the console", async () => {
  const permissions = [`${ALLOW_ENV},PLASTIQ_LOG`, allowNet()];
  const { stdout, stderr } = await runDeno(MINT, { permissions, env: { ...env(), PLASTIQ_LOG: "debug" } });
  const lines = `${stdout}\n${stderr}`.split("\n").filter((line) => line.startsWith("plastiq-connect "));
  expect(lines).toEqual([
    expect.stringMatching(/createClientSecret POST \/api\/client-secrets 200 succeeded in \d+ ms/),
  ]);
  expect(stdout).not.toContain(LOCAL_API_KEY);
});

it("logs nothing, and neither asks nor fails, when it may not read PLASTIQ_LOG", async () => {
  const permissions = [ALLOW_ENV, allowNet()];
  const { stdout, stderr, code } = await runDeno(MINT, { permissions, env: { ...env(), PLASTIQ_LOG: "debug" } });
  expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
  expect(stdout).not.toContain("plastiq-connect ");
});

it("names the vendor's host in the flag, also one that ends with a dot", async () => {
  const { stdout } = await runDeno(`
    import { createClient } from "@plastiq-connect/deno";
    const options = { apiKey: "test-key", retries: 0 };
    for (const place of [{ environment: "production" }, { baseUrl: "https://connect.example.:8443/api" }]) {
      const { payers } = createClient({ ...options, ...place });
      await payers.retrieve("${LOCAL_PAYER_ID}", { endUser: "none" }).catch(({ message }) => console.log(message));
    }
  `);

  expect(stdout.trim().split("\n")).toEqual([
    expect.stringMatching(/ --allow-net=connect\.plastiq\.com$/),
    expect.stringMatching(/ --allow-net=connect\.example\.:8443$/),
  ]);
});

it("needs no permission for what options say", async () => {
  const script = `
    import { createClient } from "@plastiq-connect/deno";
    console.log(createClient({ apiKey: "test-key", environment: "production" }).baseUrl);
  `;
  expect(await runDeno(script)).toEqual({ code: 0, stdout: "https://connect.plastiq.com/api\n", stderr: "" });
});

it("prefers options to variables, and the base URL to the environment", async () => {
  const script = `
    import { createClient } from "@plastiq-connect/deno";
    const where = (variables, options) => {
      for (const name of ["API_KEY", "ENVIRONMENT", "BASE_URL"]) Deno.env.delete("PLASTIQ_" + name);
      for (const [name, value] of Object.entries(variables)) Deno.env.set("PLASTIQ_" + name, value);
      try {
        console.log(createClient(options).baseUrl);
      } catch (error) {
        console.log(error.code + ": " + error.message);
      }
    };
    const elsewhere = "https://connect.example/api";
    const API_KEY = "test-key";
    where({ API_KEY });
    where({ API_KEY, ENVIRONMENT: "", BASE_URL: "" });
    where({ API_KEY, ENVIRONMENT: "production" });
    where({ API_KEY, ENVIRONMENT: "production" }, { environment: undefined, baseUrl: undefined });
    where({ API_KEY, ENVIRONMENT: "production", BASE_URL: elsewhere });
    where({ API_KEY, BASE_URL: elsewhere }, { environment: "production" });
    where({ API_KEY, ENVIRONMENT: "production" }, { baseUrl: elsewhere });
    where({ API_KEY, ENVIRONMENT: "staging" });
    where({ API_KEY: "two words" }, { apiKey: "test-key" });
  `;
  const { stdout, stderr } = await runDeno(script, { permissions: ["--allow-env"] });

  const [vendorSandbox, production] = ["https://connect.sandbox.plastiq.com/api", "https://connect.plastiq.com/api"];
  const elsewhere = "https://connect.example/api";
  expect(stderr).toBe("");
  expect(stdout.trim().split("\n")).toEqual([
    vendorSandbox,
    vendorSandbox,
    production,
    production,
    elsewhere,
    production,
    elsewhere,
    expect.stringMatching(/^configuration_invalid: environment must be/),
    vendorSandbox,
  ]);
});

it.each([{}, { PLASTIQ_API_KEY: "" }])("fails each call, and not createClient, without an API key: %j", async (env) => {
  const { stdout } = await runDeno(MINT, { permissions: [ALLOW_ENV], env });

  expect(JSON.parse(stdout)).toMatchObject({
    code: "configuration_invalid",
    message: "The API key is missing: set PLASTIQ_API_KEY, or pass apiKey.",
    outcome: "not-sent",
  });
});

it("keeps what else went wrong with the network apart from permissions", async () => {
  const gone = await startSandbox();
  await gone.close();

  const { stdout } = await runDeno(MINT.replace("createClient()", "createClient({ retries: 0 })"), {
    permissions: [ALLOW_ENV, "--allow-net"],
    env: { ...env(), PLASTIQ_BASE_URL: gone.baseUrl },
  });

  expect(JSON.parse(stdout)).toMatchObject({ code: "network_failed", attempts: 1 });
});

it("follows no redirect, even where it may connect to anything", async () => {
  let received = 0;
  const elsewhere = createServer((_, response) => {
    received++;
    response.end();
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
  const location = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/api/client-secrets`;
  sandbox.control.addFault({ operation: "*", kind: "redirect", location });

  const { stdout } = await runDeno(MINT, { permissions: [ALLOW_ENV, "--allow-net"], env: env() });
  elsewhere.close();

  expect(JSON.parse(stdout)).toMatchObject({ code: "redirect_refused", attempts: 1 });
  expect(received).toBe(0);
});

it("tells who the end user of a Deno.serve request is, byte for byte", async () => {
  const server = startDeno(
    `
      import { endUserFrom, readInbound } from "@plastiq-connect/deno";
      Deno.serve({ hostname: "127.0.0.1", port: 0 }, (request, info) => {
        const inbound = readInbound(request, info);
        const nothing = inbound.header("NO-SUCH") === undefined;
        return Response.json([nothing, endUserFrom(inbound), endUserFrom(inbound, { trustedHops: 1 })]);
      });
    `,
    { permissions: ["--allow-net=127.0.0.1"] },
  );
  try {
    const reply = await fetch(`http://127.0.0.1:${await portOf(server)}`, {
      headers: {
        "user-agent": "Café/1.0",
        "end-user-device-id": "device-1",
        "x-forwarded-for": "198.51.100.66, 203.0.113.9",
      },
    });

    const described = { userAgent: "Café/1.0", deviceId: "device-1" };
    expect(await reply.json()).toEqual([true, { ...described, ip: "127.0.0.1" }, { ...described, ip: "203.0.113.9" }]);
  } finally {
    server.kill();
  }
});
