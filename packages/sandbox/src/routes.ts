import { Hono } from "hono";
import { ApiRefusal } from "./api-refusal.ts";
import { exchange, type RequestInfo, type Target } from "./exchange.ts";
import { addPageRoutes } from "./inspector/page-routes.ts";
import type { SandboxOperation, World } from "./operation.ts";
import { createClientSecret } from "./operations/create-client-secret.ts";
import { createPayer } from "./operations/create-payer.ts";
import { createPaymentMethod } from "./operations/create-payment-method.ts";
import { retrievePayer } from "./operations/retrieve-payer.ts";

const operations: readonly SandboxOperation[] = [createClientSecret, createPayer, retrievePayer, createPaymentMethod];

const noHeaders: Readonly<Record<string, string>> = {};

/** On every answer of a route that a browser may call, errors included: else the page cannot read why it failed. */
const corsHeaders: Readonly<Record<string, string>> = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "Trace-Id, Retry-After",
};

const preflightHeaders: Readonly<Record<string, string>> = {
  "access-control-allow-methods": "POST",
  "access-control-allow-headers": "Authorization, Content-Type, Trace-Id, End-User-Device-Id, Accept",
  "access-control-max-age": "600",
};

/** The routes of the vendor's API, and the inspector's page. The `Bindings` are what the server knows of each request. */
export function createRoutes(world: World): Hono<{ Bindings: RequestInfo }> {
  const app = new Hono<{ Bindings: RequestInfo }>();
  addPageRoutes(app);
  const answer = (
    request: Request,
    info: RequestInfo | undefined,
    target: Target,
    headers: Readonly<Record<string, string>> = noHeaders,
  ) => exchange(world, request, info ?? {}, target, headers);

  for (const operation of operations) {
    const headers = operation.browser ? corsHeaders : noHeaders;
    app.on(operation.method, operation.path, (c) =>
      answer(c.req.raw, c.env, { operation, params: c.req.param() }, headers),
    );
    if (operation.browser) {
      const fixed = () => ({ status: 204, headers: preflightHeaders, body: null });
      app.options(operation.path, (c) => answer(c.req.raw, c.env, { fixed, faults: false }, headers));
    }
    const wrongMethod = () => {
      throw new ApiRefusal(405, "GENERIC_ERROR", [`The method must be ${operation.method}.`], {
        allow: operation.method,
      });
    };
    app.all(operation.path, (c) => answer(c.req.raw, c.env, { fixed: wrongMethod, faults: true }, headers));
  }
  const nothingHere = () => {
    throw new ApiRefusal(404, "NOT_FOUND_ERROR", ["There is nothing at this path."]);
  };
  app.notFound((c) => answer(c.req.raw, c.env, { fixed: nothingHere, faults: true }));
  app.onError((error) => {
    throw error;
  });
  return app;
}
