import { expect } from "vitest";
import type { Client } from "../client.ts";
import { failureOf, fixture } from "./fixture.ts";

/** Text that is found again wherever it is repeated. */
export const CANARY = "canary-5d1e";

/**
 * Expects an error before anything is sent, that every field is named, and that nothing is echoed.
 */
export async function expectInvalid(call: (client: Client) => Promise<unknown>, ...reasons: string[]): Promise<void> {
  const { client, control } = fixture();
  const failure = await failureOf(call(client));
  expect(failure).toMatchObject({ code: "input_invalid", outcome: "not-sent", attempts: 0, details: reasons });
  expect(failure.message).toContain(`: The input is not valid: ${reasons.join("; ")}.`);
  expect(control.seen()).toEqual([]);
}

/** A copy of `value` in which the field at `path` is another, or left out. */
export function changed(value: unknown, path: string, to?: unknown): never {
  const copy = structuredClone(value) as Record<string, unknown>;
  const keys = path.split(".");
  const last = keys.pop() ?? "";
  const owner = keys.reduce((at, key) => at[key] as Record<string, unknown>, copy);
  if (to === undefined) delete owner[last];
  else owner[last] = to;
  return copy as never;
}
