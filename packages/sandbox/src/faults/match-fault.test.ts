import { describe, expect, it } from "vitest";
import { LOCAL_PAYER_ID } from "../index.ts";
import { card, fixture } from "../testing/fixture.ts";

const contact = { firstName: "Ada", lastName: "Moreau", email: "ada@example.com" };

describe("a fault for one payer", () => {
  it("affects only requests about that payer, wherever they name it", async () => {
    const { call, control, mint, pay } = fixture();
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
    const inside = (id: string) => ({ paymentIntent: { payer: { id } } });
    expect(await statusOf("/payments", inside(LOCAL_PAYER_ID))).toBe(400);
    expect(await statusOf("/payments", inside(other))).toBe(418);
  });
});

describe("a fault for a later request", () => {
  it("lets as many matching requests pass as it says", async () => {
    const { call, control } = fixture();
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

describe("a fault for the value of a field", () => {
  it.each<[Readonly<Record<string, string | number>>, readonly number[]]>([
    [{ "body.contact.email": "ada@example.com" }, [418, 200]],
    [{ "body.contact.email": "*@example.com" }, [418, 418]],
    [{ "body.contact.email": "*.example.com" }, [200, 200]],
    [{ "body.identityDocuments.0.type": "US_EIN" }, [200, 418]],
    [{ "body.contact": "[object Object]" }, [200, 200]],
    [{ "body.contact.email": "bo@example.com", "header.trace-id": "t*" }, [200, 418]],
    [{ "body.contact.email": "bo@example.com", "header.trace-id": "x" }, [200, 200]],
    [{ path: "/api/payers", method: "POST" }, [418, 418]],
    [{ path: "/api/payers/*" }, [200, 200]],
    [{ "query.limit": 5 }, [200, 200]],
  ])("spoils only requests that have it: %j", async (where, expected) => {
    const { call, control } = fixture();
    control.addFault({ operation: "*", kind: "status", status: 418, where, times: null });
    const bo = { ...contact, email: "bo@example.com" };
    const bodies = [{ contact }, { contact: bo, identityDocuments: [{ type: "US_EIN", value: "123456789" }] }];
    const statuses: number[] = [];
    for (const body of bodies) statuses.push((await call("/payers", { body, headers: { "trace-id": "t1" } })).status);
    expect(statuses).toEqual(expected);
  });

  it("counts only matching requests for after and times", async () => {
    const { call, control } = fixture();
    const where = { "query.limit": 2 };
    control.addFault({ operation: "listPaymentMethods", kind: "status", status: 418, where, after: 1 });
    const statuses: number[] = [];
    for (const limit of [2, 1, 2, 2]) {
      statuses.push((await call(`/payment-methods?payerId=${LOCAL_PAYER_ID}&limit=${limit}`)).status);
    }
    expect(statuses).toEqual([200, 200, 418, 200]);
  });

  it.each(["cookie", "body.", "header.", "bodycontact", ""])("is refused for a field that is none: %s", (field) => {
    const { control } = fixture();
    expect(() => control.addFault({ operation: "*", kind: "html", where: { [field]: "x" } })).toThrow(TypeError);
  });
});
