import { expect, it } from "vitest";
import { LOCAL_PAYER_ID } from "../index.ts";
import { card, fixture } from "../testing/fixture.ts";

const corsOf = (headers: Headers) => [...headers.keys()].filter((name) => name.startsWith("access-control-"));

it("grants a browser's preflight for payment methods", async () => {
  const { call, control } = fixture();
  const { status, headers, body } = await call("/payment-methods", {
    method: "OPTIONS",
    bearer: null,
    headers: { origin: "https://shop.example", "access-control-request-method": "POST" },
  });
  expect([status, body]).toEqual([204, null]);
  expect(headers.get("access-control-allow-origin")).toBe("*");
  expect(headers.get("access-control-allow-methods")).toBe("POST");
  expect(headers.get("access-control-allow-headers")).toBe(
    "Authorization, Content-Type, Trace-Id, End-User-Device-Id, Accept",
  );
  expect(Number(headers.get("access-control-max-age"))).toBeGreaterThan(0);
  expect(control.seen({ operation: "createPaymentMethod" })).toEqual([]);
});

it("lets a page read every response of payment methods, and its trace id", async () => {
  const { call, control, mint, pay } = fixture();
  const responses = [await pay(await mint(), { type: "CARD", data: card }), await pay("wrong", {})];
  responses.push(await call("/payment-methods", { method: "PUT", body: {} }));
  control.addFault({ operation: "createPaymentMethod", kind: "status", status: 503, retryAfter: "7" });
  responses.push(await pay("wrong", {}));
  expect(responses.map(({ status }) => status)).toEqual([200, 401, 405, 503]);
  for (const { headers } of responses) {
    expect(headers.get("access-control-allow-origin")).toBe("*");
    expect(headers.get("access-control-expose-headers")).toBe("Trace-Id, Retry-After");
  }
});

it("allows browsers on no other route", async () => {
  const { call } = fixture();
  const origin = { origin: "https://shop.example" };
  for (const path of ["/client-secrets", "/payers", `/payers/${LOCAL_PAYER_ID}`, "/nothing"]) {
    for (const method of ["OPTIONS", "GET"]) {
      const { headers, status } = await call(path, { method, headers: origin });
      expect([path, corsOf(headers)]).toEqual([path, []]);
      expect(status).not.toBe(204);
    }
  }
});

it("leaves preflights alone when a fault is for everything", async () => {
  const { call, control } = fixture();
  control.addFault({ operation: "*", kind: "status" });
  expect((await call("/payment-methods", { method: "OPTIONS" })).status).toBe(204);
  expect((await call("/nothing")).status).toBe(500);
});
