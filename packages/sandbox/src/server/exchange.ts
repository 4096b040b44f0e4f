import { WaitEnded } from "../account/waits.ts";
import { applyFault } from "../faults/apply-fault.ts";
import { delayOf, type Fault, isCarriedOut } from "../faults/fault.ts";
import type { Call, SandboxOperation } from "../operation/operation.ts";
import { type Outgoing, outgoingError, outgoingReply } from "../operation/outgoing.ts";
import { Refusal, refuse } from "../operation/refusal.ts";
import type { OperationName } from "../registry.ts";
import { settle } from "../resources/payments/payment-lifecycle.ts";
import { parse, queryFields } from "../schema/parse.ts";
import { redactBody, redactHeaders } from "../seen/redact.ts";
import type { SeenRequest } from "../seen/seen-log.ts";
import type { World } from "../world.ts";
import { authenticate, bearerFact, checkAddress, payerOfBearer } from "./authenticate.ts";
import { checkHeaders } from "./check-headers.ts";
import { checkNumbers } from "./check-numbers.ts";
import { internalFailure } from "./internal-failure.ts";
import { jsonOrUndefined, type RequestBody, readRequestBody, requireJson } from "./request-body.ts";
import { resourceIdsOf } from "./resource-ids.ts";
import { responseTraceId } from "./trace-id.ts";
import { MOST_UPLOAD_BYTES, receiveUpload } from "./upload.ts";

/** Of a body that is not JSON, such as the page of a fault. */
const MOST_TEXT = 2_000;

/** Facts that the server knows of a request besides the request itself. */
export interface RequestInfo {
  /** The caller's address. */
  address?: string;
  /** Headers that were sent more than once, in lower case. */
  repeatedHeaders?: readonly string[];
  /** Where the caller reaches `/api` and `/uploads`, without a slash at the end, if that is not the request's origin. */
  publicUrl?: string;
  /** True if the `Host` is a name that another site's page can have. Then the request is refused. */
  isHostForeign?: boolean;
  /** Breaks the caller's connection. */
  sever?: () => void;
}

/** Where a request was routed to: an operation, the storage of documents, or a fixed response (preflight, 404, 405). */
export type Target =
  | {
      readonly name: OperationName;
      readonly operation: SandboxOperation;
      readonly params: Readonly<Record<string, string>>;
    }
  | { readonly name: "uploadDocument"; readonly slot: string }
  | { readonly fixed: () => Outgoing; readonly faults: boolean };

/** A request on its way through the sandbox. */
interface Exchange {
  readonly world: World;
  readonly request: Request;
  readonly info: RequestInfo;
  readonly target: Target;
  readonly entry: SeenRequest;
  readonly traceId: string;
}

/** Responds to one request: logs it, applies faults, and adds the headers that every response has. */
export async function exchange(
  world: World,
  request: Request,
  info: RequestInfo,
  target: Target,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  request.signal.throwIfAborted();
  const name = "name" in target ? target.name : "unknown";
  const canFail = !info.isHostForeign && (!("fixed" in target) || target.faults);
  let fault = canFail ? world.faults.take(name) : undefined;
  const traceId = responseTraceId(request.headers.get("trace-id"), world.random);
  const started = world.clock.elapsed();
  const entry = openEntry(world, request, info, name);
  const warnings = warningsOf(request, info, target);
  if (warnings.length > 0) entry.warnings = warnings;
  const announce = () => world.changes.announce({ kind: "seen", id: entry.id });
  const update = () => {
    world.seen.update(entry);
    announce();
  };
  const began = (taken: Fault) => {
    entry.fault = taken.kind;
    world.changes.announce({ kind: "faults" });
    return pause(delayOf(taken), request.signal);
  };
  entry.fault = fault?.kind ?? null;
  announce();
  // Set before anything is awaited: a test with fake timers must find this one as soon as fetch was called.
  let waited = fault && began(fault);
  try {
    const body = await readRequestBody(request, "slot" in target ? MOST_UPLOAD_BYTES : world.maxBodyBytes);
    const json = "slot" in target ? undefined : jsonOrUndefined(body);
    entry.body = redactBody(json);
    entry.about = resourceIdsOf(world, request.url, entry);
    if (!fault && canFail) {
      const payerOfSecret = payerOfBearer(request.headers, world);
      fault = world.faults.take(name, { request, body: json, payerOfSecret });
      waited = fault && began(fault);
    }
    update();
    const respond = () => outgoing({ world, request, info, target, entry, traceId }, body);
    if (!fault) return finished(await respond());
    await waited;
    // With `carriedOut: false`, a late response still takes effect if the caller waited for it.
    const waitedFor = fault.kind === "latency" && !request.signal.aborted;
    const right = isCarriedOut(fault) || waitedFor ? await respond() : undefined;
    request.signal.throwIfAborted();
    const { errorShape } = world.settings;
    return finished(applyFault(fault, right, { errorShape, traceId, signal: request.signal, sever: info.sever }));
  } finally {
    entry.about = resourceIdsOf(world, request.url, entry);
    entry.duration = world.clock.elapsed() - started;
    entry.pending = false;
    update();
    if (request.method !== "GET" && "name" in target) world.changes.announce({ kind: "state" });
  }

  function finished(given: Outgoing): Response {
    entry.status = given.status;
    entry.responseTraceId = traceId;
    // Clients measure by the server's clock how long ago an intent expired.
    const date = new Date(world.clock.now()).toUTCString();
    const all = { date, ...given.headers, ...headers, "trace-id": traceId, "cache-control": "no-store" };
    const shown = Object.entries(all).map(([name, value]) => [name, withoutPath(value, info.publicUrl)]);
    entry.response = { headers: Object.fromEntries(shown), body: shownBody(given.body, info.publicUrl) };
    return new Response(given.body, { status: given.status, headers: all });
  }
}

function warningsOf(request: Request, { repeatedHeaders = [] }: RequestInfo, target: Target): readonly string[] {
  const warnings = repeatedHeaders.map((header) => `The header ${header} was sent more than once.`);
  if (!("operation" in target)) return warnings;
  const { headers, query } = target.operation;
  if (request.headers.has("idempotency-key") && !headers.includes("Idempotency-Key")) {
    warnings.push("The operation has no idempotency keys: a request that is sent again takes effect again.");
  }
  if (!query && new URL(request.url).search.length > 1) warnings.push("The operation has no query parameters.");
  return warnings;
}

function openEntry(world: World, request: Request, info: RequestInfo, operation: SeenRequest["operation"]) {
  const { pathname, search } = new URL(request.url);
  return world.seen.open({
    at: world.clock.now(),
    operation,
    method: request.method,
    path: pathname + search,
    status: null,
    pending: true,
    duration: 0,
    traceId: request.headers.get("trace-id"),
    responseTraceId: null,
    bearer: bearerFact(request.headers, world),
    headers: redactHeaders(request.headers),
    body: undefined,
    response: null,
    clientAddress: info.address ?? null,
    about: [],
    fault: null,
  });
}

/** Returns what the log keeps of a response body. Half a body could end within a secret, so only whole ones are kept. */
function shownBody(body: Outgoing["body"], publicUrl: string | undefined): unknown {
  if (body === null) return undefined;
  if (typeof body !== "string") return "(changed by the fault, not shown)";
  try {
    return redactBody(JSON.parse(withoutPath(body, publicUrl)));
  } catch {
    return withoutPath(body, publicUrl).slice(0, MOST_TEXT);
  }
}

/** The path of a mounted sandbox has a token in it. */
function withoutPath(text: string, publicUrl: string | undefined): string {
  return publicUrl === undefined ? text : text.replaceAll(publicUrl, new URL(publicUrl).origin);
}

async function outgoing(
  { world, request, info, target, entry, traceId }: Exchange,
  body: RequestBody,
): Promise<Outgoing> {
  const { settings, clock, random } = world;
  try {
    if (info.isHostForeign) {
      throw refuse(
        "host_forbidden",
        "The Host header must be an address or a name that only this machine or its network resolves, such as localhost.",
      );
    }
    if ("fixed" in target) return target.fixed();
    const origin = info.publicUrl ?? new URL(request.url).origin;
    if ("slot" in target) return await receiveUpload({ world, request, origin, slot: target.slot, entry, body });
    const { operation, params } = target;
    checkAddress(info.address, settings.allowedIps);
    const { account, caller } = authenticate(request.headers, operation, world);
    checkHeaders(request.headers, operation, caller);
    const json = operation.body && requireJson(body, request.headers);
    const query = operation.query && parse(operation.query, queryFields(new URL(request.url).searchParams));
    const checked = operation.body && parse(operation.body, json);
    if (world.acceptedNumbers) checkNumbers(checked, world.acceptedNumbers);
    const call: Call = {
      caller,
      account,
      body: checked,
      query,
      params,
      headers: request.headers,
      now: clock.now(),
      random,
      settings,
      origin,
      traceId,
      warn(sentence) {
        entry.warnings = [...(entry.warnings ?? []), sentence];
      },
      // This wait continues when the caller disconnects: the vendor would not notice that either.
      wait: (ms) => world.waits.wait(ms).then(clock.now),
    };
    if (settings.autopilot && settle(account, call.now)) world.changes.announce({ kind: "state" });
    return outgoingReply(await operation.carryOut(call));
  } catch (error) {
    if (error instanceof WaitEnded) throw error;
    const refusal = error instanceof Refusal ? error : internalFailure(error, entry.operation);
    entry.refusal = { reason: refusal.reason, code: refusal.code, details: refusal.details };
    return outgoingError(refusal, settings.errorShape, refusal.traceId ?? traceId);
  }
}

/** Waits, but no longer than the caller does. Looks setTimeout up late, so that fake timers work. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms === 0 || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", wake);
      resolve();
    };
    const timer = setTimeout(wake, ms);
    signal.addEventListener("abort", wake, { once: true });
  });
}
