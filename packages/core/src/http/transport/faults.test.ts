import { LOCAL_API_KEY } from "@plastiq-connect/sandbox";
import { describe, expect, it } from "vitest";
import type { Client } from "../../client.ts";
import { type ConnectError, isConnectError } from "../../error.ts";
import { FAULT_CASES, type FaultCase } from "../../testing/fault-cases.ts";
import { CARD, fetchOf, fixture, NOBODY, PAYER, PERSON } from "../../testing/fixture.ts";
import { refuseUnhandledRejections } from "../../testing/unhandled.ts";
import { elapse, useVirtualClock } from "../../testing/virtual-clock.ts";
import type { Fetch } from "./fetch.ts";

useVirtualClock();
refuseUnhandledRejections();

const RETRIES = 2;
const OPERATIONS = [
  {
    name: "createClientSecret",
    replay: "safe",
    call: (client: Client) => client.clientSecrets.create({ payer: PAYER }, NOBODY),
  },
  {
    name: "createPaymentMethod",
    replay: "never",
    call: (client: Client) => client.paymentMethods.create(CARD, NOBODY),
  },
  { name: "createPayer", replay: "never", call: (client: Client) => client.payers.create(PERSON, NOBODY) },
] as const;

for (const operation of OPERATIONS) {
  describe(operation.name, () => {
    describe("when the fault heals after one request", () => {
      it.each(FAULT_CASES)("$name", async (row) => {
        const { failure, requests } = await run(operation, row, 1);
        const repeated = row.repeated.includes(operation.replay);
        expect(requests).toBe(repeated ? 2 : 1);
        if (repeated || row.code === undefined) return expect(failure).toBeUndefined();
        expect(failure).toMatchObject({ code: row.code, outcome: row.outcome, attempts: 1 });
      });
    });

    describe("when the fault stays", () => {
      it.each(FAULT_CASES)("$name", async (row) => {
        const { failure, requests } = await run(operation, row, null);
        const expected = row.repeated.includes(operation.replay) ? 1 + RETRIES : 1;
        expect(requests).toBe(expected);
        if (row.code === undefined) return expect(failure).toBeUndefined();
        expect(failure).toMatchObject({ code: row.code, outcome: row.outcome, attempts: expected });
        expect(failure?.message.endsWith(`Tried ${expected} times.`)).toBe(expected > 1);
      });
    });
  });
}

/** Makes one call under one fault. `requests` were seen by the sandbox, or turned away before any connection. */
async function run(
  { name, call }: (typeof OPERATIONS)[number],
  { fault }: FaultCase,
  times: number | null,
): Promise<{ failure: ConnectError | undefined; requests: number }> {
  let unconnected = 0;
  const { sandbox, control } = fixture();
  const { client } = fixture({
    apiKey: LOCAL_API_KEY,
    retries: RETRIES,
    fetch: fault === "unconnected" ? disconnected : fetchOf(sandbox),
  });
  if (fault !== "unconnected") control.addFault({ operation: name, times, ...fault });
  const { error } = await elapse<unknown>(call(client));
  if (error !== undefined && !isConnectError(error)) throw error;
  return { failure: error, requests: control.seen().length + unconnected };

  function disconnected(...[url, init]: Parameters<Fetch>): ReturnType<Fetch> {
    if (times !== null && unconnected >= times) return fetchOf(sandbox)(url, init);
    unconnected++;
    init.onStage?.("connecting");
    const cause = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
    return Promise.reject(new TypeError("fetch failed", { cause }));
  }
}
