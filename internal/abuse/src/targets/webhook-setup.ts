import { type Client, isConnectError } from "@plastiq-connect/core";
import { type ClaimStore, createMemoryClaimStore, type WebhookEvent } from "@plastiq-connect/core/webhooks";
import { IMPATIENCE, LISTED_ADDRESS, VICTIM, WEBHOOK_SECRET } from "../parties.ts";

/** Options of a target's webhook endpoints, which all adapters take. */
export interface WebhookSetup {
  readonly secret: string;
  readonly store: ClaimStore;
  readonly timeout: number;
  readonly addresses?: readonly string[];
}

/** A target's webhook endpoints, by the first segment of their paths. The secret is the second one. */
const FOLDERS = {
  "/webhooks": {},
  "/listed": { addresses: [LISTED_ADDRESS] },
  "/impatient": { timeout: IMPATIENCE },
} as const;

/** Creates all of them with the target's function. */
export function webhooksBy<Endpoint>(make: (setup: WebhookSetup) => Endpoint): ReadonlyMap<string, Endpoint> {
  return new Map(
    Object.entries(FOLDERS).map(([folder, options]) => [
      folder,
      make({ secret: WEBHOOK_SECRET, store: createMemoryClaimStore(), timeout: 30_000, ...options }),
    ]),
  );
}

/** Returns the first segment of a path. */
export function folderOf(path: string): string {
  return /^\/[^/]*/.exec(path)?.[0] ?? "";
}

/** Retrieves the payment of an event, and logs that the event is handled, but not its data. */
export async function handleEvent({ id, data }: WebhookEvent, client: Client): Promise<void> {
  const input = { id: data.id, payerId: VICTIM.payerId };
  const found = await client.payments.retrieve(input, { endUser: "none", retries: 0 }).catch((error) => {
    if (isConnectError(error) && error.code === "not_found") return undefined;
    throw error;
  });
  console.log(JSON.stringify({ handled: id, isOurs: found !== undefined }));
}
