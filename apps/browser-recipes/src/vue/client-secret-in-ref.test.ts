import { ClientSecret } from "@plastiq-connect/browser";
import { expect, it } from "vitest";
import { reactive, ref } from "vue";

it("keeps a client secret that works", () => {
  const secret = new ClientSecret("secret", { expiresAt: new Date(Date.now() + 60_000), traceId: "trace" });
  expect(ref(secret).value.reveal()).toBe("secret");
  const state = reactive({ secret });
  expect(state.secret.reveal()).toBe("secret");
  expect([state.secret.expired, `${state.secret}`, JSON.stringify(state)]).toEqual([
    false,
    "[redacted]",
    '{"secret":"[redacted]"}',
  ]);
});
