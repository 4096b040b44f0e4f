import { createMemoryClaimStore } from "@plastiq-connect/core/webhooks";
import { expect, it, vi } from "vitest";
import { createDenoKvClaimStore } from "./deno-kv-claim-store.ts";
import { webhookEndpoint } from "./webhook-endpoint.ts";

const SECRET = "k3".repeat(22);
const EVENT = { id: "event-1", event: "payment.state_change", data: { id: "payment-1" } };
const ADDRESS = "203.0.113.9";

it("handles events of the address that Deno saw, and passes on what Deno.serve passes", async () => {
  const onEvent = vi.fn();
  const store = createMemoryClaimStore();
  const endpoint = webhookEndpoint({ secret: SECRET, store, addresses: [ADDRESS], onEvent });
  const deliver = async (hostname: string) => {
    const info = { remoteAddr: { transport: "tcp", hostname } };
    const headers = { "x-forwarded-for": ADDRESS };
    const init = { method: "POST", headers, body: JSON.stringify(EVENT) };
    const { status } = await endpoint(new Request(`https://shop.example/webhooks/${SECRET}`, init), info);
    return { status, info };
  };
  expect((await deliver("203.0.113.10")).status).toBe(403);
  const { status, info } = await deliver(ADDRESS);
  expect(status).toBe(200);
  expect(onEvent.mock.calls).toEqual([[EVENT, { ip: ADDRESS, native: { info } }]]);
});

it("refuses a claim store that would remember no event", () => {
  expect(() => createDenoKvClaimStore({} as never, { retention: 0 })).toThrow("retention must be");
});
