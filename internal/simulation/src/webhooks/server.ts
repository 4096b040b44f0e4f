import type { Database } from "../world/database.ts";
import type { Process } from "../world/process.ts";
import { type ClaimStore, type Client, createWebhookEndpoint, LOCAL_PAYER_ID } from "../world/real.ts";
import { show, type World } from "../world/world.ts";

/** The user's row of an order. */
export interface OrderRow {
  readonly status: string;
  /** When the reading began that the status is from: readings that began earlier do not replace it. */
  readonly reading: number;
}

/** The secret in the path of the endpoint. */
export const WEBHOOK_SECRET = "simulation-webhook-secret-0123456789abcdefghij";

/** The dependencies of a server. */
export interface ServerParts {
  readonly world: World;
  readonly process: Process;
  readonly client: Client;
  readonly claims: ClaimStore;
  readonly orders: Database<OrderRow>;
  /** Returns the next number of a reading: a sequence of the database. */
  nextReading(): number;
  /** Is called when an event was handled to its end. */
  onHandled(eventId: string): void;
}

/** Reads a payment, and writes its status down unless a later reading has done so. */
export async function refresh(parts: Omit<ServerParts, "claims" | "onHandled">, paymentId: string): Promise<void> {
  const { process, client, nextReading } = parts;
  const orders = process.over(parts.orders);
  if (!(await orders.read(paymentId))) return;
  const reading = nextReading();
  const { status = "" } = await client.payments.retrieve(
    { id: paymentId, payerId: LOCAL_PAYER_ID },
    { endUser: "none" },
  );
  for (;;) {
    const entry = await orders.read(paymentId);
    if (!entry || entry.record.reading > reading) return;
    if (await orders.write(paymentId, { status, reading }, entry.version)) return;
  }
}

/** Starts the webhook endpoint of a server: an event is a hint to read its payment. */
export function startServer(parts: ServerParts): (request: Request) => Promise<Response> {
  const { world, process, claims } = parts;
  const store: ClaimStore = {
    claim: (...claim) => process.through(() => claims.claim(...claim)),
    renew: (...claim) => process.through(() => claims.renew(...claim)),
    done: (...claim) => process.through(() => claims.done(...claim)),
    release: (...claim) => process.through(() => claims.release(...claim)),
  };
  const endpoint = createWebhookEndpoint({
    secret: WEBHOOK_SECRET,
    store,
    async onEvent({ id, event, data }) {
      world.log(`${process.sender.name} handles ${event} ${id}`);
      await refresh(parts, data.id);
      parts.onHandled(id);
    },
    onError: (error) => world.print("webhook endpoint", show(error)),
  });
  const inbound = { header: () => undefined, peer: "127.0.0.1" };
  return async (request) => {
    const { method, headers } = request;
    const body = await request.text();
    const forwarded = new Request(`https://shop.example/webhooks/${WEBHOOK_SECRET}`, { method, headers, body });
    return process.through(() => endpoint(forwarded, { inbound, native: undefined }));
  };
}
