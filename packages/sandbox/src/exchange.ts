import { type Answer, jsonAnswer, refusalAnswer } from "./answer.ts";
import { ApiRefusal } from "./api-refusal.ts";
import { authenticate, bearerFact, checkAddress } from "./authenticate.ts";
import { delayOf, isCarriedOut } from "./fault.ts";
import { spoil } from "./fault-response.ts";
import type { SandboxOperation, World } from "./operation.ts";
import { redactBody, redactHeaders } from "./redact.ts";
import { jsonOrUndefined, type RequestBody, readRequestBody, requireJson } from "./request-body.ts";
import type { SeenRequest } from "./seen.ts";
import { answeredTraceId } from "./trace-id.ts";

/** What the server knows of a request besides the request. */
export interface RequestInfo {
  /** The caller's address. */
  address?: string;
  /** Breaks the caller's connection. */
  sever?: () => void;
}

/** Where a request was routed to: an operation, or a fixed answer (preflight, 404, 405). */
export type Target =
  | { readonly operation: SandboxOperation; readonly params: Readonly<Record<string, string>> }
  | { readonly fixed: () => Answer; readonly faults: boolean };

/** Answers one request: logs it, waits and spoils as ordered, and adds the headers that every answer carries. */
export async function exchange(
  world: World,
  request: Request,
  info: RequestInfo,
  target: Target,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  request.signal.throwIfAborted();
  const name = "operation" in target ? target.operation.name : "unknown";
  const fault = "fixed" in target && !target.faults ? undefined : world.faults.take(name);
  const { pathname, search } = new URL(request.url);
  const sent = request.headers.get("trace-id");
  const traceId = answeredTraceId(sent);
  const started = performance.now();
  const entry = world.seen.open({
    at: world.clock.now(),
    operation: name,
    method: request.method,
    path: pathname + search,
    status: null,
    durationMs: 0,
    traceId: sent,
    answeredTraceId: null,
    bearer: null,
    headers: redactHeaders(request.headers),
    body: undefined,
    clientAddress: info.address ?? null,
    fault: fault?.kind ?? null,
  });
  const told = () => world.changes.announce({ kind: "seen", id: entry.id });
  told();
  if (fault) world.changes.announce({ kind: "faults" });
  // Set before anything is awaited: whoever fakes timers must find this one as soon as fetch was called.
  const waited = fault && pause(delayOf(fault), request.signal);
  try {
    entry.bearer = await bearerFact(request.headers, world);
    const body = await readRequestBody(request, world.maxBodyBytes);
    entry.body = redactBody(jsonOrUndefined(body));
    told();
    const answer = () => answerTo(world, request, info, target, body, entry, traceId);
    if (!fault) return finished(await answer());
    await waited;
    // A late answer that is not to be carried out still is, if the caller waited for it.
    const waitedFor = fault.kind === "latency" && !request.signal.aborted;
    const given = isCarriedOut(fault) || waitedFor ? await answer() : undefined;
    request.signal.throwIfAborted();
    return finished(spoil(fault, given, { world, traceId, signal: request.signal, sever: info.sever }));
  } finally {
    entry.durationMs = performance.now() - started;
    told();
    if (request.method !== "GET" && "operation" in target) world.changes.announce({ kind: "state" });
  }

  function finished(answer: Answer): Response {
    entry.status = answer.status;
    entry.answeredTraceId = traceId;
    return new Response(answer.body, {
      status: answer.status,
      headers: { ...answer.headers, ...headers, "trace-id": traceId, "cache-control": "no-store" },
    });
  }
}

async function answerTo(
  world: World,
  request: Request,
  info: RequestInfo,
  target: Target,
  body: RequestBody,
  entry: SeenRequest,
  traceId: string,
): Promise<Answer> {
  try {
    if ("fixed" in target) return target.fixed();
    const { operation, params } = target;
    checkAddress(info.address, world);
    const caller = authenticate(request.headers, operation, world);
    if (caller.kind === "api-key" && !request.headers.get("user-agent")) {
      throw new ApiRefusal(400, "VALIDATION_ERROR", [
        "The User-Agent header is required when the call does not come from the end user's browser.",
      ]);
    }
    const json = operation.method === "GET" ? undefined : requireJson(body, request.headers.get("content-type"));
    return jsonAnswer(200, await operation.carryOut({ caller, body: json, params }, world));
  } catch (error) {
    if (!(error instanceof ApiRefusal)) throw error;
    entry.refusal = { code: error.code, details: error.details };
    return refusalAnswer(error, world.errorShape, traceId);
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
