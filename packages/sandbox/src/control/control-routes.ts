import { type Context, Hono } from "hono";
import * as v from "valibot";
import { faultSchema } from "../faults/fault-schema.ts";
import { requests } from "../registry.ts";
import { object } from "../schema/object.ts";
import { settingForms } from "../schema/settings.ts";
import { sentenceOf, validated } from "../schema/validated.ts";
import type { Seed } from "../seed/seed.ts";
import { seedFromYaml } from "../seed/seed-from-yaml.ts";
import type { EventStreams } from "../server/event-streams.ts";
import { internalFailure } from "../server/internal-failure.ts";
import { readRequestBody } from "../server/request-body.ts";
import type { Worlds } from "../server/worlds.ts";
import type { SandboxSnapshot } from "../world.ts";
import { addPaymentRoutes } from "./payment-routes.ts";
import type { SandboxControl } from "./sandbox-control.ts";
import { addWebhookRoutes } from "./webhook-routes.ts";

const MAX_BODY_BYTES = 64 * 1024;
const MAX_YAML_BYTES = 1024 * 1024;
const MAX_SNAPSHOT_BYTES = 16 * 1024 * 1024;
// The code that reads it checks the rest.
const anObject = <Type>() =>
  v.pipe(
    v.custom<Type>(() => true),
    v.check((value) => typeof value === "object" && value !== null, "must be an object"),
  );

const seenFilter = object({
  operation: v.exactOptional(v.picklist(requests.map(({ name }) => name))),
  traceId: v.exactOptional(v.string()),
  about: v.exactOptional(v.string()),
});
const stateFilter = object({ account: v.optional(v.string()) });
const advanceBody = object({ ms: v.number() });
const keyBody = object({ label: v.string(), key: v.string() });
const rotateBody = object({ label: v.string(), newLabel: v.string(), newKey: v.string() });
const errorShapeBody = object({ shape: settingForms.errorShape });
const idSeedBody = object({ seed: v.nullable(v.number()) });
const allowedIpsBody = object({ ips: settingForms.allowedIps });

class ControlRefusal extends Error {
  readonly status: 400 | 403 | 409 | 413 | 415 | 503;

  constructor(status: ControlRefusal["status"], message: string) {
    super(message);
    this.status = status;
  }
}

/** The addresses of the routes. Functions, because the port is known late. */
export interface ControlPlace {
  /** `Host` headers that name this server. */
  hosts(): readonly string[];
  origin(): string;
}

interface ControlRoutes {
  fetch(request: Request): Response | Promise<Response>;
}

/** Creates the control routes of a sandbox. Errors are `{error}`. They are not part of the vendor's API. */
export function createControlRoutes(
  control: SandboxControl,
  events: EventStreams,
  place: ControlPlace,
  worlds?: Worlds,
): ControlRoutes {
  const app = new Hono().basePath("/control");
  app.use(async (c, next) => {
    checkPlace(c, place);
    await next();
    c.header("cache-control", "no-store");
  });
  if (worlds) addWorldRoutes(app, worlds);
  app.get("/health", (c) => c.json({ ok: true }));
  app.get("/state", (c) => {
    const { account } = checked(stateFilter, c.req.query());
    return c.json(attempt(() => control.state(account)));
  });
  app.get("/operations", (c) => c.json(requests));
  app.get("/events", (c) => {
    const headers = { "content-type": "text/event-stream", "x-content-type-options": "nosniff" };
    if (c.req.raw.method === "HEAD") return c.body(null, 200, headers);
    const stream = events.open();
    if (!stream) throw new ControlRefusal(503, "Too many listeners are connected.");
    return c.body(stream, 200, headers);
  });
  app.get("/seen", (c) => c.json(control.seen(checked(seenFilter, c.req.query()))));
  app.get("/seen/counts", (c) => c.json(control.seenCounts()));
  app.delete("/seen", (c) => done(c, () => control.clearSeen()));
  app.get("/faults", (c) => c.json(control.faults()));
  app.post("/faults", async (c) => {
    const fault = await body(c, faultSchema);
    return c.json({ id: attempt(() => control.addFault(fault)) });
  });
  app.delete("/faults/:id", (c) => done(c, () => control.removeFault(Number(c.req.param("id")))));
  app.delete("/faults", (c) => done(c, () => control.clearFaults()));
  app.post("/advance", async (c) => {
    const { ms } = await body(c, advanceBody);
    return done(c, () => control.advance(ms));
  });
  addSettingRoutes(app, control);
  addPaymentRoutes(app, control, { body, done });
  addWebhookRoutes(app, control, { attempt, body, done });
  app.post("/seed", async (c) => {
    // A page of another origin cannot send this type without a preflight either.
    const seed = hasType(c, "application/yaml")
      ? await seedFromYaml(await text(c, MAX_YAML_BYTES)).catch(refused)
      : await body(c, anObject<Seed>(), MAX_SNAPSHOT_BYTES);
    return c.json(attempt(() => control.seed(seed)));
  });
  app.get("/snapshot", (c) => c.json(control.snapshot()));
  app.put("/snapshot", async (c) => {
    const snapshot = await body(c, anObject<SandboxSnapshot>(), MAX_SNAPSHOT_BYTES);
    return done(c, () => control.restore(snapshot));
  });
  app.post("/reset", (c) => {
    requireJson(c);
    return done(c, () => control.reset());
  });
  app.notFound((c) => c.json({ error: "There is no such control route." }, 404));
  app.onError((error, c) => {
    const isRefusal = error instanceof ControlRefusal;
    const { message } = isRefusal ? error : internalFailure(error, `${c.req.method} ${c.req.path}`);
    return c.json({ error: message }, isRefusal ? error.status : 500, { "cache-control": "no-store" });
  });
  return app;
}

/** Adds the routes of the API keys, and of the settings that no payment has. */
function addSettingRoutes(app: Hono, control: SandboxControl): void {
  app.post("/keys", async (c) => {
    const { label, key } = await body(c, keyBody);
    return done(c, () => control.addKey(label, key));
  });
  app.post("/keys/rotate", async (c) => {
    const { label, newLabel, newKey } = await body(c, rotateBody);
    return done(c, () => control.rotateKey(label, newLabel, newKey));
  });
  app.delete("/keys/:label", (c) => done(c, () => control.revokeKey(c.req.param("label"))));
  app.put("/error-shape", async (c) => {
    const { shape } = await body(c, errorShapeBody);
    return done(c, () => control.setErrorShape(shape));
  });
  app.put("/id-seed", async (c) => {
    const { seed } = await body(c, idSeedBody);
    return done(c, () => control.setIdSeed(seed));
  });
  app.put("/allowed-ips", async (c) => {
    const { ips } = await body(c, allowedIpsBody);
    return done(c, () => control.setAllowedIps(ips));
  });
}

function addWorldRoutes(app: Hono, worlds: Worlds): void {
  app.post("/worlds", (c) => {
    requireJson(c);
    const { id, apiKey } = attempt(() => worlds.create());
    return c.json({ id, apiKey });
  });
  app.delete("/worlds/:id", (c) =>
    worlds.remove(c.req.param("id")) ? c.body(null, 204) : c.json({ error: "No world has this id." }, 404),
  );
}

/** Refuses web pages of other origins, and host names that were rebound to loopback. */
function checkPlace(c: Context, place: ControlPlace): void {
  if (!place.hosts().includes(c.req.header("host") ?? "")) {
    throw new ControlRefusal(403, "The Host header does not name this sandbox.");
  }
  const origin = c.req.header("origin");
  const site = c.req.header("sec-fetch-site");
  // A page can also send a request without an Origin, as for an image. It cannot read the response, but would occupy an
  // event stream.
  const isForeign = site !== undefined && site !== "same-origin" && site !== "none";
  if (isForeign || (origin !== undefined && origin !== place.origin())) {
    throw new ControlRefusal(403, "Web pages of other origins may not control the sandbox.");
  }
}

/** A page can send the other content types without a preflight. */
function requireJson(c: Context): void {
  if (hasType(c, "application/json")) return;
  const types = c.req.path.endsWith("/seed") ? "application/json or application/yaml" : "application/json";
  throw new ControlRefusal(415, `Content-Type must be ${types}.`);
}

function hasType(c: Context, type: string): boolean {
  return c.req.header("content-type")?.split(";")[0]?.trim().toLowerCase() === type;
}

async function body<Output>(
  c: Context,
  schema: v.GenericSchema<unknown, Output>,
  maxBytes = MAX_BODY_BYTES,
): Promise<Output> {
  requireJson(c);
  const given = await text(c, maxBytes);
  let json: unknown;
  try {
    json = JSON.parse(given);
  } catch {
    throw new ControlRefusal(400, "The body is not valid JSON.");
  }
  return checked(schema, json);
}

async function text(c: Context, maxBytes: number): Promise<string> {
  const read = await readRequestBody(c.req.raw, maxBytes);
  if (read === "too-large") {
    const limit = maxBytes < 2 ** 20 ? `${maxBytes / 2 ** 10} KiB` : `${maxBytes / 2 ** 20} MiB`;
    throw new ControlRefusal(413, `The body is longer than ${limit}.`);
  }
  return new TextDecoder().decode(read.bytes);
}

function checked<Output>(schema: v.GenericSchema<unknown, Output>, input: unknown): Output {
  return validated(schema, input, (problems) => {
    const sentences = problems.map((problem) => sentenceOf(problem, "The body"));
    return new ControlRefusal(400, sentences.join(" "));
  });
}

function done(c: Context, act: () => void): Response {
  attempt(act);
  return c.body(null, 204);
}

function attempt<Result>(act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    return refused(error);
  }
}

function refused(error: unknown): never {
  const isInvalid = error instanceof TypeError || error instanceof RangeError;
  throw new ControlRefusal(
    isInvalid ? 400 : 409,
    error instanceof Error ? error.message : "The request cannot be carried out.",
  );
}
