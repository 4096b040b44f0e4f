import { describe, expect, it } from "vitest";
import { LOCAL_PAYER_ID } from "../index.ts";
import { bench, card } from "../testing/bench.ts";

const contact = { firstName: "Ada", lastName: "Moreau", email: "ada@example.com" };

describe("a fault for one payer", () => {
  it("spoils only requests about that payer, wherever they name it", async () => {
    const { call, control, mint, pay } = bench();
    const other = (await call("/payers", { body: { contact } })).body.id;
    const secrets = [await mint(), await mint(other)];
    control.addFault({ operation: "*", kind: "status", status: 418, payerId: other.toUpperCase(), times: null });
    const statusOf = async (path: string, body?: object) =>
      (await call(path, body === undefined ? {} : { body })).status;
    for (const [id, status] of [
      [LOCAL_PAYER_ID, 200],
      [other, 418],
    ]) {
      expect(await statusOf(`/payers/${id}`)).toBe(status);
      expect(await statusOf("/client-secrets", { payer: { id } })).toBe(status);
      expect(await statusOf(`/payment-methods?payerId=${id}`)).toBe(status);
    }
    const paid = await Promise.all(secrets.map((secret) => pay(secret, { type: "CARD", data: card })));
    expect(paid.map(({ status }) => status)).toEqual([200, 418]);
    expect(await statusOf("/payers", { contact })).toBe(200);
  });
});

describe("a fault for a later request", () => {
  it("lets as many matching requests pass as it says", async () => {
    const { call, control } = bench();
    control.addFault({ operation: "retrievePayer", kind: "status", status: 418, after: 2 });
    const statuses: number[] = [];
    for (let sent = 0; sent < 4; sent += 1) {
      await call("/nothing");
      statuses.push((await call(`/payers/${LOCAL_PAYER_ID}`)).status);
    }
    expect(statuses).toEqual([200, 200, 418, 200]);
    expect(control.faults()).toEqual([]);
  });
});
