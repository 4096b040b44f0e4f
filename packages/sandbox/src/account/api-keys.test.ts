import { expect, it } from "vitest";
import { createSandbox, LOCAL_API_KEY, LOCAL_PAYER_ID } from "../index.ts";
import { fixture } from "../testing/fixture.ts";

const HOUR = 60 * 60 * 1000;

function keyed() {
  const { call, control } = fixture();
  return { control, status: async (bearer: string) => (await call(`/payers/${LOCAL_PAYER_ID}`, { bearer })).status };
}

it("accepts two keys at once, and refuses a third", async () => {
  const { control, status } = keyed();
  control.addKey("second", "key-2");
  expect([await status(LOCAL_API_KEY), await status("key-2")]).toEqual([200, 200]);
  expect(() => control.addKey("third", "key-3")).toThrow("Two API keys are active already");
  expect(await status("key-3")).toBe(401);
});

it("stops a revoked key at once, which makes room", async () => {
  const { control, status } = keyed();
  control.addKey("second", "key-2");
  control.revokeKey("local");
  expect(await status(LOCAL_API_KEY)).toBe(401);
  control.addKey("third", "key-3");
  expect(await status("key-3")).toBe(200);
  expect(() => control.revokeKey("local")).toThrow('No active API key is labeled "local"');
});

it("accepts a rotated key for 12 more hours", async () => {
  const { control, status } = keyed();
  control.rotateKey("local", "next", "key-next");
  expect(await status("key-next")).toBe(200);
  expect(() => control.addKey("third", "key-3")).toThrow("Two API keys");
  expect(() => control.rotateKey("local", "again", "key-4")).toThrow("rotated already");
  control.advance(12 * HOUR - 1);
  expect(await status(LOCAL_API_KEY)).toBe(200);
  control.advance(1);
  expect(await status(LOCAL_API_KEY)).toBe(401);
  expect(await status("key-next")).toBe(200);
  control.addKey("third", "key-3");
});

it("refuses keys that cannot be without naming them", () => {
  const { control } = keyed();
  expect(() => control.addKey("local", "key-2")).toThrow('labeled "local" is active already');
  for (const key of ["", "a b", "line\nbreak", LOCAL_API_KEY]) {
    expect(() => control.addKey("second", key)).toThrow(/^(?!.*(a b|line|not-a-secret))/);
  }
  const three = ["a", "b", "c"].map((label) => ({ label, key: `key-${label}` }));
  expect(() => createSandbox({ apiKeys: three })).toThrow("Two API keys");
});
