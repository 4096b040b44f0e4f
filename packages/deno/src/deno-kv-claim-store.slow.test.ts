import { expect, it } from "vitest";
import { runDeno } from "./testing/run-deno.ts";

it("keeps stores with different prefixes apart", async () => {
  const script = `
    import { createDenoKvClaimStore } from "@plastiq-connect/deno";
    const kv = await Deno.openKv(":memory:");
    const states: string[] = [];
    for (const prefix of ["orders", "invoices", undefined, "orders"]) {
      states.push(await createDenoKvClaimStore(kv, { prefix }).claim("event-1", crypto.randomUUID(), 60_000));
    }
    const keys: unknown[] = [];
    for await (const { key } of kv.list({ prefix: [] })) keys.push(key);
    console.log(JSON.stringify({ states, keys }));
  `;
  const { stderr, stdout } = await runDeno(script, { permissions: ["--unstable-kv"] });
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toEqual({
    states: ["new", "new", "new", "busy"],
    keys: [
      ["invoices", "event-1"],
      ["orders", "event-1"],
      ["plastiq-connect-webhook", "event-1"],
    ],
  });
});
