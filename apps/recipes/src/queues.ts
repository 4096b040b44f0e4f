import {
  type Bindings,
  type ClaimNamespace,
  createClient,
  createDurableObjectClaimStore,
  type WorkerContext,
  webhookEndpoint,
} from "@plastiq-connect/cloudflare";
import { followPayment } from "./follow-payment.ts";

interface PaymentJob {
  readonly paymentId: string;
}

interface Env extends Bindings {
  readonly WEBHOOK_SECRET: string;
  readonly WEBHOOK_CLAIMS: ClaimNamespace;
  readonly PAYMENT_JOBS: { send(job: PaymentJob): Promise<unknown> };
}

// As in the platform's `MessageBatch`.
interface Batch {
  readonly messages: readonly {
    readonly body: PaymentJob;
    readonly attempts: number;
    ack(): void;
    retry(options: { readonly delaySeconds: number }): void;
  }[];
}

const webhook = webhookEndpoint<Env>({
  secret: ({ env }) => env.WEBHOOK_SECRET,
  store: ({ env }) => createDurableObjectClaimStore(env.WEBHOOK_CLAIMS),
  onEvent: ({ data }, { native: { env } }) => env.PAYMENT_JOBS.send({ paymentId: data.id }),
});

export { ClaimObject } from "@plastiq-connect/cloudflare";

export default {
  async fetch(request: Request, env: Env, ctx: WorkerContext): Promise<Response> {
    if (new URL(request.url).pathname.startsWith("/webhooks/")) return webhook(request, env, ctx);
    return new Response("Not found", { status: 404 });
  },
  async queue({ messages }: Batch, env: Env): Promise<void> {
    const connect = createClient(env);
    for (const message of messages) {
      try {
        await followPayment(connect, message.body.paymentId);
        message.ack();
      } catch (error) {
        console.error(error);
        // One failure must not repeat the others of its batch. The platform limits the delay.
        message.retry({ delaySeconds: Math.min(2 ** message.attempts, 3_600) });
      }
    }
  },
};
