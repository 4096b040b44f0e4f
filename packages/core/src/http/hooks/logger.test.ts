import { inspect } from "node:util";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { type ClientOptions, createClient } from "../../client.ts";
import type { ConnectError } from "../../error.ts";
import { CARD, failureOf, fixture, json, NOBODY, PAYER, respondWith, TRACE_ID } from "../../testing/fixture.ts";
import { refuseUnhandledRejections } from "../../testing/unhandled.ts";
import { elapse, settleDown, useVirtualClock } from "../../testing/virtual-clock.ts";
import { createCaller } from "../caller/create-caller.ts";
import { urlTemplate } from "../operation/url-template.ts";
import { createLog, type LogEntry, type Logger, type LogLevel, logLevelOf } from "./logger.ts";

useVirtualClock();
refuseUnhandledRejections();

const OPTIONS = { ...NOBODY, traceId: TRACE_ID };

function recorder() {
  const entries: [string, LogEntry][] = [];
  const note = (level: string) => (entry: LogEntry) => void entries.push([level, entry]);
  const logger = { debug: note("debug"), info: note("info"), warn: note("warn"), error: note("error") };
  return { entries, logger, lines: () => entries.map(([level, entry]) => `${level} ${entry}`) };
}

function logging(logger: Logger, logLevel: LogLevel, more: Partial<ClientOptions> = {}) {
  return fixture({ logger, logLevel, ...more } as Partial<ClientOptions>);
}

describe("a log", () => {
  it("has one line for each attempt, with operation, method, template, status, outcome, duration and trace id", async () => {
    const { logger, lines } = recorder();
    const { client, control } = logging(logger, "debug");
    control.addFault({ operation: "*", kind: "severed" });
    control.addFault({ operation: "*", kind: "status", status: 503, retryAfter: "2" });
    await elapse(client.clientSecrets.create({ payer: PAYER }, OPTIONS));
    await elapse(client.payers.retrieve(PAYER.id, OPTIONS));
    await elapse(client.payers.retrieve(TRACE_ID, OPTIONS));
    const mint = "plastiq-connect createClientSecret POST /api/client-secrets";
    const retrieve = "plastiq-connect retrievePayer GET /api/payers/{id}";
    expect(lines()).toEqual([
      `warn ${mint} network_failed unknown in 0 ms, attempt 1, trace ${TRACE_ID}. The connection failed. Retry in 250 ms.`,
      expect.stringMatching(
        `^warn ${mint} 503 server_unavailable rejected in 0 ms, attempt 2, trace ${TRACE_ID}. 503 .* Retry in 2000 ms.$`,
      ),
      `info ${mint} 200 succeeded in 0 ms, attempt 3, trace ${TRACE_ID}.`,
      `debug ${retrieve} 200 succeeded in 0 ms, attempt 1, trace ${TRACE_ID}.`,
      expect.stringMatching(`^error ${retrieve} 404 not_found rejected in 0 ms, attempt 1, trace ${TRACE_ID}. 404 `),
    ]);
  });

  it("names the vendor's trace id, if it is another", async () => {
    const { logger, entries } = recorder();
    const fetch = respondWith(json({ id: PAYER.id }, 200, { "trace-id": "vendor-trace-1" }));
    await elapse(logging(logger, "debug", { fetch }).client.payers.retrieve(PAYER.id, OPTIONS));
    expect(entries).toMatchObject([["debug", { traceId: "vendor-trace-1" }]]);
  });

  it("has entries that are JSON with the same facts, and print as their line", async () => {
    const { logger, entries } = recorder();
    await elapse(logging(logger, "info").client.clientSecrets.create({ payer: PAYER }, OPTIONS));
    const [[, entry] = ["", {} as LogEntry]] = entries;
    expect(JSON.parse(JSON.stringify(entry))).toEqual({
      msg: entry.msg,
      operation: "createClientSecret",
      method: "POST",
      template: "/api/client-secrets",
      status: 200,
      outcome: "succeeded",
      duration: 0,
      attempt: 1,
      traceId: TRACE_ID,
    });
    expect([inspect(entry), `${entry}`]).toEqual([entry.msg, entry.msg]);
    expect(entry.msg).not.toContain("\n");
  });

  it.each([
    ["debug", ["debug", "info", "warn", "error"]],
    ["info", ["info", "warn", "error"]],
    ["warn", ["warn", "error"]],
    ["error", ["error"]],
    ["off", []],
    [undefined, []],
  ] as const)("has at level %s the entries %j", async (logLevel, expected) => {
    const { logger, entries } = recorder();
    const { client, control } = logging(logger, logLevel as LogLevel);
    await elapse(client.payers.retrieve(PAYER.id, OPTIONS));
    await elapse(client.clientSecrets.create({ payer: PAYER }, OPTIONS));
    control.addFault({ operation: "*", kind: "status", status: 503, retryAfter: "0", times: 2 });
    await elapse(client.clientSecrets.create({ payer: PAYER }, { ...OPTIONS, retries: 1 }));
    expect(entries.map(([level]) => level)).toEqual(expected);
  });

  it("does not log an abort of the caller as an error", async () => {
    const { logger, lines } = recorder();
    const { client, control } = logging(logger, "debug");
    control.addFault({ operation: "*", kind: "latency", delayMs: 700 });
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);
    await elapse(client.clientSecrets.create({ payer: PAYER }, { ...OPTIONS, signal: controller.signal }));
    expect(lines()).toEqual([expect.stringMatching(/^info .* aborted unknown in 50 ms/)]);
  });

  it("goes to the console by default", async () => {
    const write = vi.spyOn(console, "info").mockImplementation(() => {});
    onTestFinished(() => write.mockRestore());
    const { client } = fixture({ logLevel: "info" } as Partial<ClientOptions>);
    await elapse(client.clientSecrets.create({ payer: PAYER }, OPTIONS));
    expect(write.mock.calls.map(String)).toEqual([expect.stringContaining("createClientSecret POST")]);
  });

  it("continues when a call has its own hooks", async () => {
    const { logger, entries } = recorder();
    const own = vi.fn();
    const client = logging(logger, "debug").client.withOptions({ hooks: { onAttempt: own } });
    await elapse(client.payers.retrieve(PAYER.id, OPTIONS));
    expect([entries.length, own.mock.calls.length]).toEqual([1, 1]);
  });

  it("shows no id, no query, no key and no card", async () => {
    const { logger, entries } = recorder();
    const { client } = logging(logger, "debug");
    await elapse(client.payments.list({ payerId: PAYER.id }, OPTIONS));
    await elapse(client.paymentMethods.create(CARD, OPTIONS));
    const told = JSON.stringify(entries);
    expect(entries).toHaveLength(2);
    for (const text of [PAYER.id, "limit", "Bearer", CARD.data.accountNumber, CARD.data.cvv])
      expect(told).not.toContain(text);
  });

  it.each([
    ["a recipient", { id: PAYER.id, receivingMethod: { type: "ACH", accountNumber: "3829473294723" } }, undefined],
    ["a list of them", { data: [{ id: PAYER.id, data: { accountNumber: "3829473294723" } }] }, undefined],
    ["an unreadable response", { receivingMethod: { accountNumber: "3829473294723" } }, "response_unreadable"],
  ])("shows no account number that %s contains instead of its last four digits", async (_, body, code) => {
    const { logger, entries } = recorder();
    const seen: unknown[] = [];
    const note = (event: unknown): void => void seen.push(event);
    const hooks = { onCall: note, onRequest: note, onAttempt: note, onResponse: note, onDrift: note, onEnd: note };
    const { client } = logging(logger, "debug", { hooks, fetch: respondWith(json(body)) });
    const isList = "data" in body;
    const call: Promise<unknown> = isList
      ? client.recipients.list({}, OPTIONS)
      : client.recipients.retrieve({ id: PAYER.id }, OPTIONS);
    const { value, error } = await elapse(call);
    expect([value, (error as ConnectError | undefined)?.code]).toEqual([code ? undefined : body, code]);
    expect([entries.length, seen.length > 3]).toEqual([1, true]);
    expect(inspect([entries, seen, error], { depth: 9, showHidden: true })).not.toContain("3829473294723");
  });

  it.each([
    [
      "throws",
      () => {
        throw new Error("full");
      },
    ],
    ["rejects", () => Promise.reject(new Error("full"))],
  ])("does not break the call when its logger %s", async (_, fail) => {
    const report = vi.spyOn(console, "error").mockImplementation(() => {});
    onTestFinished(() => report.mockRestore());
    const { client } = logging({ debug: fail, info: fail, warn: fail, error: fail }, "debug");
    const { value, error } = await elapse(client.clientSecrets.create({ payer: PAYER }, OPTIONS));
    await settleDown();
    expect([error, value?.payerId, report.mock.calls.length]).toEqual([undefined, PAYER.id, 1]);
  });

  it("calls the methods of a logger as methods", async () => {
    class Own {
      readonly #entries: unknown[] = [];
      debug(entry: unknown) {
        this.#entries.push(entry);
      }
      info(entry: unknown) {
        this.debug(entry);
      }
      warn(entry: unknown) {
        this.debug(entry);
      }
      error(entry: unknown) {
        this.debug(entry);
      }
      get size() {
        return this.#entries.length;
      }
    }
    const logger = new Own();
    await elapse(logging(logger, "info").client.clientSecrets.create({ payer: PAYER }, OPTIONS));
    expect(logger.size).toBe(1);
  });

  it("is made for a caller by createLog", async () => {
    const { logger, entries } = recorder();
    const { sandbox } = fixture();
    const caller = createCaller({
      apiKey: "a-key-of-nobody",
      fetch: (url, init) => sandbox.fetch(new Request(url, init)),
      log: createLog({ logger, logLevel: "error" }),
    });
    const { client } = fixture({ log: createLog({ logger, logLevel: "info" }) });
    expect(caller.baseUrl).toContain("/api");
    await elapse(client.clientSecrets.create({ payer: PAYER }, OPTIONS));
    expect(entries).toHaveLength(1);
  });
});

describe("a client refuses", () => {
  it.each([
    [{ logLevel: "loud" }, "logLevel must be debug, info, warn, error or off."],
    [{ logLevel: 3 }, "logLevel must be debug, info, warn, error or off."],
    [{ logger: {} }, "logger must have the methods debug, info, warn and error."],
    [{ logger: null, logLevel: "info" }, "logger must have the methods debug, info, warn and error."],
    [{ logger: { ...console, warn: undefined } }, "logger must have the methods debug, info, warn and error."],
    [{ logger: "console" }, "logger must have the methods debug, info, warn and error."],
  ])("%j", async (options, message) => {
    const failure = await failureOf(() => createClient({ apiKey: "a-key-of-nobody", ...options } as ClientOptions));
    expect(failure).toMatchObject({ code: "configuration_invalid", message });
  });
});

describe("the setting PLASTIQ_LOG", () => {
  it.each([
    ["debug", "debug"],
    ["WARN", "warn"],
    ["off", "off"],
    ["", undefined],
    [undefined, undefined],
  ])("%j means %j", (setting, level) => {
    expect(logLevelOf(setting)).toBe(level);
  });

  it("is named when it is not a level", async () => {
    expect(await failureOf(() => logLevelOf("loud"))).toMatchObject({
      code: "configuration_invalid",
      message: "PLASTIQ_LOG must be debug, info, warn, error or off.",
    });
  });
});

it.each([
  ["https://a.example/api/v2/client-secrets", "/api/v2/client-secrets"],
  [`https://a.example/api/payments/${TRACE_ID}/refunds?payerId=x`, "/api/payments/{id}/refunds"],
  ["https://a.example/api/things/4242424242424242/%20x/plain", "/api/things/{id}/{id}/plain"],
  [`https://a.example/api/${"x".repeat(40)}`, "/api/{id}"],
])("makes of %s the template %s", (url, template) => {
  expect(urlTemplate(url)).toBe(template);
});
