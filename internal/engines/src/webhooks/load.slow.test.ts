import { describe, expect, it } from "vitest";
import { hasRedis } from "../redis.ts";
import { loadInstances } from "./load.ts";

if (!hasRedis()) console.log("Skipped: a load of webhooks on two processes over Redis. Install redis-server.");

describe.runIf(hasRedis())("webhookEndpoint in two processes over Redis", () => {
  it("handles each of 100 events a second once", { retry: 0, timeout: 180_000 }, async () => {
    const { events, lost, handledTwice, p99 } = await loadInstances({ seconds: 5, perSecond: 100 });
    console.log(`Webhooks: p99 of the response to ${events} events: ${p99.toFixed(1)} ms.`);
    expect({ events, lost, handledTwice }).toEqual({ events: 500, lost: 0, handledTwice: 0 });
  });
});
