import { createMemoryClaimStore } from "@plastiq-connect/core/webhooks";
import { expect, it, vi } from "vitest";
import { webhookEndpoint } from "./index.ts";

const SECRET = "k3".repeat(22);
const EVENT = { id: "event-1", event: "payment.state_change", data: { id: "payment-1" } };
const ADDRESS = "203.0.113.9";

const deliver = (address = ADDRESS) =>
  new Request(`https://worker.example/webhooks/${SECRET}`, {
    method: "POST",
    headers: { "cf-connecting-ip": address, "x-forwarded-for": ADDRESS },
    body: JSON.stringify(EVENT),
  });

it("takes the secret and the store from the bindings, and passes them on with the address that Cloudflare saw", async () => {
  const onEvent = vi.fn();
  const endpoint = webhookEndpoint<{ WEBHOOK_SECRET: string; STORE: ReturnType<typeof createMemoryClaimStore> }>({
    secret: ({ env }) => env.WEBHOOK_SECRET,
    store: ({ env }) => env.STORE,
    addresses: [ADDRESS],
    onEvent,
  });
  const env = { WEBHOOK_SECRET: SECRET, STORE: createMemoryClaimStore() };
  const ctx = { waitUntil: () => {} };
  expect((await endpoint(deliver("203.0.113.10"), env, ctx)).status).toBe(403);
  expect((await endpoint(deliver(), env, ctx)).status).toBe(200);
  expect(onEvent.mock.calls).toEqual([[EVENT, { ip: ADDRESS, native: { env, ctx } }]]);
});

it("keeps the Worker alive until the handler has ended and its event is done", async () => {
  const store = createMemoryClaimStore();
  const kept: Promise<unknown>[] = [];
  // As the platform's, which needs its object.
  class Context {
    readonly #kept = kept;
    waitUntil(work: Promise<unknown>): void {
      this.#kept.push(work);
    }
  }
  let end = (): void => {};
  const onEvent = () =>
    new Promise<void>((resolve) => {
      end = resolve;
    });
  const endpoint = webhookEndpoint({ secret: SECRET, store, onEvent });
  const delivered = endpoint(deliver(), {}, new Context());
  await vi.waitFor(() => expect(kept).toHaveLength(1), 20_000);
  expect(await store.claim(EVENT.id, "another", 1)).toBe("busy");
  end();
  await Promise.all(kept);
  expect(await store.claim(EVENT.id, "another", 1)).toBe("done");
  expect((await delivered).status).toBe(200);
});
