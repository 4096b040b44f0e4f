import type { Hono } from "hono";
import * as v from "valibot";
import { object, openObject } from "../schema/object.ts";
import { webhookFaults } from "../webhooks/webhooks.ts";
import type { RouteTools } from "./payment-routes.ts";
import type { WebhookControl } from "./webhook-control.ts";

const subscription = object({ url: v.string(), events: v.exactOptional(v.array(v.string())) });
const event = openObject({
  id: v.string(),
  event: v.string(),
  data: openObject({ id: v.string() }),
});
const fault = object({ fault: v.picklist(webhookFaults) });

/** How the control routes read a body, respond, and turn an error into a refusal. */
interface WebhookRouteTools extends RouteTools {
  attempt<Result>(act: () => Result): Result;
}

/** Adds the control routes of webhooks. */
export function addWebhookRoutes(app: Hono, control: WebhookControl, { attempt, body, done }: WebhookRouteTools): void {
  app.post("/webhooks", async (c) => {
    const given = await body(c, subscription);
    return c.json({ id: attempt(() => control.subscribeWebhook(given)) });
  });
  app.delete("/webhooks/:id", (c) => done(c, () => control.unsubscribeWebhook(c.req.param("id"))));
  app.get("/deliveries", (c) => c.json(control.deliveries()));
  app.post("/deliveries", async (c) => {
    const given = await body(c, event);
    return done(c, () => control.deliver(given));
  });
  app.post("/deliveries/:id/again", async (c) => {
    await body(c, object({}));
    return done(c, () => control.redeliver(c.req.param("id")));
  });
  app.post("/webhook-faults", async (c) => {
    const given = await body(c, fault);
    return done(c, () => control.addWebhookFault(given.fault));
  });
}
