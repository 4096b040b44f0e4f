import type { Context, Hono } from "hono";
import * as v from "valibot";
import type { PaymentStatus } from "../resources/payments/payment.ts";
import { transitions } from "../resources/payments/payment-lifecycle.ts";
import { object } from "../schema/object.ts";
import { settingForms } from "../schema/settings.ts";
import type { PaymentControl } from "./payment-control.ts";

const statuses = Object.keys(transitions) as PaymentStatus[];

const bodies = {
  advance: object({ status: v.exactOptional(v.picklist(statuses)) }),
  document: object({ type: v.string() }),
  autopilot: object({ isOn: settingForms.autopilot }),
  vocabulary: object({ vocabulary: settingForms.vocabulary }),
  pagination: object({ pagination: settingForms.pagination }),
  intentOnPayments: object({ intentOnPayments: settingForms.intentOnPayments }),
  processingTime: object({ ms: settingForms.processingMs }),
};

/** Functions that read a body and respond. */
export interface RouteTools {
  body<Output>(c: Context, schema: v.GenericSchema<unknown, Output>): Promise<Output>;
  done(c: Context, act: () => void): Response;
}

/** Adds the control routes of payment intents and payments. */
export function addPaymentRoutes(app: Hono, control: PaymentControl, { body, done }: RouteTools): void {
  app.post("/payments/:id/advance", async (c) => {
    const { status } = await body(c, bodies.advance);
    return done(c, () => control.advancePayment(c.req.param("id"), status));
  });
  app.post("/payments/:id/documents", async (c) => {
    const { type } = await body(c, bodies.document);
    return done(c, () => control.requestDocument(c.req.param("id"), type));
  });
  app.post("/payments/:id/documents/provided", async (c) => {
    const { type } = await body(c, bodies.document);
    return done(c, () => control.provideDocument(c.req.param("id"), type));
  });
  app.post("/payments/:id/refund", async (c) => {
    await body(c, object({}));
    return done(c, () => control.refundPayment(c.req.param("id")));
  });
  app.post("/payment-intents/:id/expire", async (c) => {
    await body(c, object({}));
    return done(c, () => control.expireIntent(c.req.param("id")));
  });
  app.put("/autopilot", async (c) => {
    const { isOn } = await body(c, bodies.autopilot);
    return done(c, () => control.setAutopilot(isOn));
  });
  app.put("/vocabulary", async (c) => {
    const { vocabulary } = await body(c, bodies.vocabulary);
    return done(c, () => control.setVocabulary(vocabulary));
  });
  app.put("/pagination", async (c) => {
    const { pagination } = await body(c, bodies.pagination);
    return done(c, () => control.setPagination(pagination));
  });
  app.put("/intent-on-payments", async (c) => {
    const { intentOnPayments } = await body(c, bodies.intentOnPayments);
    return done(c, () => control.setIntentOnPayments(intentOnPayments));
  });
  app.put("/fees", async (c) => {
    const fees = await body(c, settingForms.fees);
    return done(c, () => control.setFees(fees));
  });
  app.put("/idempotency", async (c) => {
    const rules = await body(c, settingForms.idempotency);
    return done(c, () => control.setIdempotency(rules));
  });
  app.put("/processing-time", async (c) => {
    const { ms } = await body(c, bodies.processingTime);
    return done(c, () => control.setProcessingTime(ms));
  });
}
