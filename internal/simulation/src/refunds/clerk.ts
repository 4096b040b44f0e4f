import type { Process } from "../world/process.ts";
import { type Client, isConnectError, LOCAL_PAYER_ID } from "../world/real.ts";
import type { World } from "../world/world.ts";

/** The finding of a clerk. `unfinished`: somebody must look again later. */
export type Finding = "never paid" | "refunded" | "cannot be refunded" | "unfinished";

/** The tools of a clerk. */
export interface Desk {
  readonly world: World;
  readonly process: Process;
  readonly client: Client;
  readonly intentId: string;
  readonly deadline: number;
}

const TRIES = 4;
const PAUSE = 5_000;
const FINAL = ["DEPOSITED", "NOT_CAPTURED"];

/** Cancels an order as the guide says: finds the payment, refunds it, and looks it up when that is not certain. */
export async function cancelOrder({ world, process, client, intentId, deadline }: Desk): Promise<Finding> {
  const options = { endUser: "none", deadline } as const;
  const order = { paymentIntent: { id: intentId }, payer: { id: LOCAL_PAYER_ID } };
  const resolution = await client.payments.resolve(order, options);
  if (resolution.outcome === "did-not-happen") return "never paid";
  if (resolution.outcome === "unknown" || !resolution.payment) return "unfinished";
  const target = { id: resolution.payment.id, payerId: LOCAL_PAYER_ID };
  let isRefused = false;
  for (let tries = 0; tries < TRIES; tries++) {
    const { status = "" } = await client.payments.retrieve(target, options);
    if (status === "REFUNDED") return "refunded";
    if (isRefused || FINAL.includes(status)) return "cannot be refunded";
    try {
      await client.payments.refund(target, options);
      return "refunded";
    } catch (error) {
      if (!isConnectError(error)) throw error;
      isRefused = error.apiCode === "REFUND_FAILED";
      if (!isRefused && error.next !== "look-up" && error.next !== "retry-later") return "unfinished";
    }
    await process.through(() => world.sleep(PAUSE));
  }
  return "unfinished";
}
