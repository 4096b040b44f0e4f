import { createClient, createRedisClaimStore, webhookEndpoint } from "@plastiq-connect/node";
import { Queue, Worker } from "bullmq";
import express from "express";
import { Redis } from "ioredis";
import { followPayment } from "./follow-payment.ts";

interface PaymentJob {
  readonly paymentId: string;
}

const redis = new Redis(process.env.REDIS_URL ?? "redis://127.0.0.1:6379", { maxRetriesPerRequest: null });
const queue = new Queue<PaymentJob>("payments", {
  connection: redis,
  // As long as the claim store remembers an event.
  defaultJobOptions: {
    attempts: 10,
    backoff: { type: "exponential", delay: 1_000 },
    removeOnComplete: { age: 7 * 24 * 60 * 60 },
  },
});

export const app = express();
app.post(
  "/webhooks/:secret",
  webhookEndpoint({
    secret: process.env.WEBHOOK_SECRET ?? "",
    store: createRedisClaimStore(([name, ...args]) => redis.call(name, ...args)),
    // An event that arrives again after a crash gets the same job id, so BullMQ adds no second job. It allows no colon.
    onEvent: ({ id, event, data }) =>
      queue.add(event, { paymentId: data.id }, { jobId: `event-${encodeURIComponent(id)}` }),
  }),
);

// In a process of its own, when you like. Any number of them share the queue.
const connect = createClient();
const worker = new Worker<PaymentJob>("payments", async ({ data }) => followPayment(connect, data.paymentId), {
  connection: redis,
});
worker.on("error", (error) => console.error(error.message));

/** Lets running jobs end. Call it when the process is asked to stop. */
export async function close(): Promise<void> {
  await worker.close();
  await queue.close();
  redis.disconnect();
}
