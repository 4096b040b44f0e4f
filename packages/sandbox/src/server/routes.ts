import { Hono } from "hono";
import type { SandboxOperation } from "../operation/operation.ts";
import type { Outgoing } from "../operation/outgoing.ts";
import { Refusal, refuse } from "../operation/refusal.ts";
import { type OperationName, operationNames, operations } from "../registry.ts";
import type { World } from "../world.ts";
import { exchange, type RequestInfo, type Target } from "./exchange.ts";
import { addPageRoutes } from "./page-routes.ts";

const noHeaders: Readonly<Record<string, string>> = {};

/** On every response of a path that a browser may call, errors included: else the page cannot read why it failed. */
const corsHeaders: Readonly<Record<string, string>> = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "Trace-Id, Retry-After",
};

/** One path and the operations there. */
interface Path {
  readonly pattern: string;
  readonly rows: readonly { readonly name: OperationName; readonly operation: SandboxOperation }[];
}

/** Creates the routes of the vendor's API and of the inspector's page. `worldOf` returns the world of a request. */
export function createRoutes(worldOf: (request: Request) => World): Hono<{ Bindings: RequestInfo }> {
  const app = new Hono<{ Bindings: RequestInfo }>();
  addPageRoutes(app);
  const respond = (
    request: Request,
    info: RequestInfo | undefined,
    target: Target,
    headers: Readonly<Record<string, string>> = noHeaders,
  ) => exchange(worldOf(request), request, info ?? {}, target, headers);

  for (const { pattern, rows } of paths()) {
    const browserMethods = rows.flatMap(({ operation }) => (operation.browser ? [operation.method] : []));
    const headers = browserMethods.length > 0 ? corsHeaders : noHeaders;
    for (const { name, operation } of rows) {
      app.on(operation.method, pattern, (c) =>
        respond(c.req.raw, c.env, { name, operation, params: c.req.param() }, headers),
      );
    }
    if (browserMethods.length > 0) {
      const fixed = () => preflight(browserMethods);
      app.options(pattern, (c) => respond(c.req.raw, c.env, { fixed, faults: false }, headers));
    }
    const methods = rows.map(({ operation }) => operation.method);
    const fixed = () => refuseMethod(methods);
    app.all(pattern, (c) => respond(c.req.raw, c.env, { fixed, faults: true }, headers));
  }
  app.post("/uploads/:slot", (c) => respond(c.req.raw, c.env, { name: "uploadDocument", slot: c.req.param("slot") }));
  app.all("/uploads/:slot", (c) => respond(c.req.raw, c.env, { fixed: () => refuseMethod(["POST"]), faults: true }));
  app.notFound((c) => respond(c.req.raw, c.env, { fixed: refusePath, faults: true }));
  app.onError((error) => {
    throw error;
  });
  return app;
}

/** The paths of the registry, in the router's spelling: `/api/payers/:id`. */
function paths(): readonly Path[] {
  const found = new Map<string, { pattern: string; rows: Path["rows"][number][] }>();
  const at = (path: string) => {
    const pattern = `/api${path.replace(/\{(\w+)\}/g, ":$1")}`;
    const known = found.get(pattern) ?? { pattern, rows: [] };
    found.set(pattern, known);
    return known;
  };
  for (const name of operationNames) at(operations[name].path).rows.push({ name, operation: operations[name] });
  // A fixed path comes before one with a parameter, which would match it too.
  const parameters = ({ pattern }: Path) => pattern.split(":").length;
  return [...found.values()].sort((one, other) => parameters(one) - parameters(other));
}

function preflight(methods: readonly string[]): Outgoing {
  return {
    status: 204,
    headers: {
      "access-control-allow-methods": methods.join(", "),
      "access-control-allow-headers": "Authorization, Content-Type, Trace-Id, End-User-Device-Id, Accept",
      "access-control-max-age": "600",
    },
    body: null,
  };
}

function refuseMethod(methods: readonly string[]): never {
  const list = methods.join(", ");
  const sentence = methods.length === 1 ? `The method must be ${list}.` : `The method must be one of ${list}.`;
  throw new Refusal("method_wrong", [sentence], { allow: list });
}

function refusePath(): never {
  throw refuse("path_unknown", "There is nothing at this path.");
}
