// `node --import ./plant.ts`: replaces one of core's modules by an alternative, named by PLANT.
import { registerHooks } from "node:module";

/** The rules that can be planted: the module that is replaced, and the one that takes its place. */
const PLANTS: Readonly<Record<string, { readonly module: string; readonly by: string }>> = {
  "a gateway's 503 is a refusal": { module: "http/transport/response-error.ts", by: "./busy-is-refused.ts" },
  "any page of a 4xx is a refusal": { module: "http/transport/response-error.ts", by: "./page-is-refused.ts" },
  "a body has a reader": { module: "http/transport/transport.ts", by: "./reader-only.ts" },
  "control characters are removed after redaction": { module: "redact.ts", by: "./redact-first.ts" },
  "Retry-After is read after redaction": { module: "http/transport/transport.ts", by: "./redacted-wait.ts" },
  "a 404 always counts as deleted": {
    module: "resources/payment-methods/delete-payment-method.ts",
    by: "./gone-at-once.ts",
  },
  "a short page ends a list": { module: "http/lists/list.ts", by: "./short-page.ts" },
  "an expired intent has ended at once": { module: "pay-once/payment-state.ts", by: "./expired-at-once.ts" },
  "the local clock tells how long ago a payment was sent": {
    module: "resources/payments/resolve-payment.ts",
    by: "./latest-clock.ts",
  },
  "a refund's status 200 is a success": {
    module: "resources/payments/refund-payment.ts",
    by: "./refund-succeeds.ts",
  },
  "a payment's 409 is a refusal": { module: "http/attempts/retry-rules.ts", by: "./running-is-refused.ts" },
  "a decline is final": { module: "resources/payments/create-payment.ts", by: "./decline-is-final.ts" },
  "a payment is repeated under a new key": { module: "resources/payments/create-payment.ts", by: "./new-key.ts" },
};

const plant = PLANTS[process.env.PLANT ?? ""];
if (!plant) throw new Error(`PLANT must be one of: ${Object.keys(PLANTS).join("; ")}.`);
const replaced = new URL(`../../../../packages/core/src/${plant.module}`, import.meta.url).href;
const planted = new URL(plant.by, import.meta.url).href;

registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context);
    // The planted module itself may build on the original.
    return found.url === replaced && context.parentURL !== planted ? { ...found, url: planted } : found;
  },
});
