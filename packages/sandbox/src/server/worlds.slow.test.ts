import { describe, expect, it } from "vitest";
import { createRemoteWorld } from "../control/index.ts";
import { startSandbox } from "./index.ts";

describe("200 parallel tests on one server", { timeout: 120_000 }, () => {
  it("share it over HTTP without cross-talk: each has its own records, log and faults", async () => {
    const shared = await startSandbox();
    try {
      const test = async (number: number) => {
        const world = await createRemoteWorld(shared.origin);
        const call = async (path: string, body?: object) => {
          const response = await fetch(`${shared.baseUrl}/${path}`, {
            method: body ? "POST" : "GET",
            headers: {
              authorization: `Bearer ${world.apiKey}`,
              "content-type": "application/json",
              "user-agent": "test",
            },
            ...(body && { body: JSON.stringify(body) }),
          });
          await response.body?.cancel();
          return response.status;
        };
        const isFaulty = number % 3 === 0;
        if (isFaulty) await world.addFault({ operation: "createPayer", kind: "status", status: 503 });
        if (number % 2 === 0) await world.advance(number * 60_000);
        const firstName = `Test${number}`;
        const contact = { firstName, lastName: "Parallel", email: `test${number}@example.com` };
        const statuses = [await call("payers", { contact }), await call("payers", { contact })];
        const state = await world.state();
        const seen = await world.seen();
        await world.remove();
        return {
          isRight: JSON.stringify(statuses) === JSON.stringify(isFaulty ? [503, 200] : [200, 200]),
          own: state.payers.slice(1).every((payer) => payer.contact.firstName === firstName),
          count: state.payers.length - 1,
          requests: seen.length,
        };
      };
      const results = await Promise.all(Array.from({ length: 200 }, (_, number) => test(number)));
      expect(results).toEqual(
        results.map((_, number) => ({ isRight: true, own: true, count: number % 3 === 0 ? 1 : 2, requests: 2 })),
      );
      expect([shared.control.seen(), shared.control.state().payers.length]).toEqual([[], 1]);
    } finally {
      await shared.close();
    }
  });
});
