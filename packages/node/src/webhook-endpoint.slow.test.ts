import { describe, expect, it } from "vitest";
import { deliver, SERVERS, setUp } from "./testing/webhook-fixture.ts";

describe.each(Object.entries(SERVERS))("webhookEndpoint in %s", (_, serve) => {
  it("handles one of a thousand simultaneous deliveries of one event", async () => {
    const { endpoint, handled } = setUp();
    const origin = await serve(endpoint);
    const statuses = await Promise.all(Array.from({ length: 1_000 }, async () => (await deliver(origin)).status));
    expect(handled).toHaveLength(1);
    expect(new Set(statuses)).toEqual(new Set(statuses.includes(503) ? [200, 503] : [200]));
  });
});
