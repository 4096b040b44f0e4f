import { createRequire } from "node:module";
import { createClient } from "@plastiq-connect/node";
import { isConnectError } from "../world/real.ts";
import type { Subject } from "./dialect.ts";

/** Knowledge after a call: that it paid, that by the client's documentation it did not, or nothing. */
export type Knowledge = "paid" | "not processed" | "unknown";

/** A client under comparison. */
export interface Contestant {
  /** How it is set up, for the table. */
  readonly settings: string;
  /** Pays an order under an idempotency key. */
  pay(order: string, key: string): Promise<Knowledge>;
}

// Long enough that a busy machine makes no difference.
const TIMEOUT = 2_000;
const RETRIES = 2;
const payer = { id: "3f2c9a54-7d1e-4b86-9c0a-5e8d1f7b2a63" };
const fromHere = createRequire(new URL("../../compare/package.json", import.meta.url));

// As much of the other clients' types as is used here.
interface StripeClient {
  paymentIntents: { create(input: object, options: object): Promise<unknown> };
}
interface SquareClient {
  payments: { create(input: object): Promise<unknown> };
}

/**
 * The statuses as both vendors document them: 4xx describes a request that failed, 5xx leaves it open. 408, 409 and
 * 429 count as open, too, which is in favor of these clients.
 */
function byStatus(status: number | undefined): Knowledge {
  const isRefused = status !== undefined && status >= 400 && status < 500 && ![408, 409, 429].includes(status);
  return isRefused ? "not processed" : "unknown";
}

/** Creates the contestants, each with the settings that its documentation recommends. */
export const CONTESTANTS: Readonly<Record<Subject, (port: number) => Contestant>> = {
  "plastiq-connect"(port) {
    const client = createClient({
      apiKey: "local-sandbox-key-not-a-secret",
      baseUrl: `http://127.0.0.1:${port}/api`,
      timeout: TIMEOUT,
      retries: RETRIES,
    });
    return {
      settings: "`idempotencyKey`, `retries: 2`",
      async pay(order, key) {
        try {
          const input = { paymentIntent: { id: order }, payer };
          await client.payments.create(input, { endUser: "none", idempotencyKey: key });
          return "paid";
        } catch (error) {
          return isConnectError(error) && error.outcome !== "unknown" ? "not processed" : "unknown";
        }
      },
    };
  },
  stripe(port) {
    const Stripe = fromHere("stripe") as new (key: string, options: object) => StripeClient;
    const client = new Stripe("sk_test_local", {
      host: "127.0.0.1",
      port,
      protocol: "http",
      timeout: TIMEOUT,
      maxNetworkRetries: RETRIES,
      telemetry: false,
    });
    return {
      settings: "`idempotencyKey`, `maxNetworkRetries: 2`",
      async pay(order, key) {
        try {
          const input = { amount: 10_000, currency: "usd", confirm: true, metadata: { order } };
          await client.paymentIntents.create(input, { idempotencyKey: key });
          return "paid";
        } catch (error) {
          return byStatus((error as { statusCode?: number }).statusCode);
        }
      },
    };
  },
  square(port) {
    const { SquareClient } = fromHere("square") as { SquareClient: new (options: object) => SquareClient };
    const client = new SquareClient({
      token: "local",
      baseUrl: `http://127.0.0.1:${port}`,
      timeoutInSeconds: TIMEOUT / 1_000,
      maxRetries: RETRIES,
    });
    return {
      settings: "`idempotencyKey`, `maxRetries: 2`",
      async pay(order, key) {
        try {
          const amountMoney = { amount: 10_000n, currency: "USD" };
          await client.payments.create({ sourceId: "cnon:ok", idempotencyKey: key, amountMoney, referenceId: order });
          return "paid";
        } catch (error) {
          return byStatus((error as { statusCode?: number }).statusCode);
        }
      },
    };
  },
};

/** Returns the version of a client that is compared with ours. */
export function versionOf(subject: Subject): string {
  if (subject === "plastiq-connect") return "this repository";
  const { dependencies } = fromHere("./package.json") as { dependencies: Record<string, string> };
  return dependencies[subject] ?? "";
}
