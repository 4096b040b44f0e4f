import type { CallerOptions, CallLimits, Client, DriftEvent, Hooks, List } from "@plastiq-connect/core";
import type { CallPlan } from "./call-plan.ts";
import { type CannedFetch, cannedFetch } from "./canned-fetch.ts";
import type { CallCase, CallSetup } from "./case.ts";
import { apiKeyOf } from "./key-provider.ts";
import type { OperationRow } from "./operations/operation-row.ts";
import { prepare } from "./prepare.ts";
import type { SandboxHandle, Subject } from "./subject.ts";

/** Raw observations of one call, before they are reduced to facts. */
export interface CallRecord {
  readonly value?: unknown;
  readonly response?: unknown;
  readonly error?: unknown;
  readonly failed: boolean;
  /** In milliseconds. */
  readonly took: number;
  /** The calls of hooks: in short, and in full. */
  readonly hooks: readonly string[];
  readonly events: readonly unknown[];
  /** The findings that `onDrift` was called with. */
  readonly drift: readonly string[];
  /** The requests that got canned responses. */
  readonly canned: CannedFetch;
  /** How many listeners the call left on the caller's signal. */
  listeners(): number;
}

/** Prepares the sandbox and makes the call of a plan. */
export async function runCall(plan: CallPlan, subject: Subject, sandbox: SandboxHandle): Promise<CallRecord> {
  const { testCase, wireOperation } = plan;
  const controller = new AbortController();
  const canned = cannedFetch(testCase.responses ?? [], (count) => {
    if (count === testCase.call?.abortAtRequest) controller.abort();
  });
  if (!testCase.responses) {
    for (const preparation of testCase.prepare ?? []) await prepare(preparation, plan, sandbox);
    for (const fault of testCase.faults ?? []) await sandbox.control.addFault({ ...fault, operation: wireOperation });
  }
  const watch = watchHooks(testCase);
  const listeners = countListeners(controller.signal);
  const { events } = watch.seen;
  const about = { ...watch.seen, canned, listeners };
  const { random } = Math;
  const { error: complain } = console;
  const startedAt = performance.now();
  const took = (): number => performance.now() - startedAt;
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    const { chance } = testCase;
    if (chance !== undefined) Math.random = () => chance;
    // The library reports errors of hooks to the console. They count like the calls of hooks.
    if (testCase.hooksThrow) console.error = (...args) => void events.push(args);
    const { abortAfter } = testCase.call ?? {};
    if (abortAfter === 0) controller.abort();
    else if (abortAfter) timer = setTimeout(() => controller.abort(), abortAfter);
    const settings: Omit<CallerOptions, "apiKey"> = {
      ...limitsOf(testCase.client),
      baseUrl: testCase.client?.baseUrl ?? (testCase.client?.environment ? undefined : sandbox.baseUrl),
      environment: testCase.client?.environment as CallerOptions["environment"],
      fetch: testCase.responses && canned.fetch,
      hooks: watch.hooks,
    };
    const call = start(plan, subject, settings, apiKeyOf(testCase.client, sandbox.apiKey), controller.signal);
    if (testCase.call?.walk !== undefined || testCase.call?.abortAtItem !== undefined) {
      const value = await walk(call as List<unknown>, testCase.call, controller);
      return { value, failed: false, took: took(), ...about };
    }
    if (!("withResponse" in call)) return { value: await call, failed: false, took: took(), ...about };
    const { data: value, response } = await (
      call.withResponse as () => Promise<{ data: unknown; response: unknown }>
    )();
    return { value, response, failed: false, took: took(), ...about };
  } catch (error) {
    return { error, failed: true, took: took(), ...about };
  } finally {
    clearTimeout(timer);
    Math.random = random;
    console.error = complain;
  }
}

/** The calls of hooks. */
interface Seen {
  readonly hooks: string[];
  readonly events: unknown[];
  readonly drift: string[];
}

/** Creates hooks that record their events. */
function watchHooks({ hooksThrow }: CallCase): { readonly hooks: Hooks; readonly seen: Seen } {
  const seen: Seen = { hooks: [], events: [], drift: [] };
  const note = (name: keyof Hooks) => (event: { attempt: number; status?: number }) => {
    seen.hooks.push([name, event.attempt, event.status].filter((word) => word !== undefined).join(" "));
    seen.events.push(event);
    if (hooksThrow) throw new Error("This hook throws on purpose.");
  };
  const onDrift = (event: DriftEvent): void => {
    seen.drift.push(...event.drift.map(({ kind, path }) => `${kind} ${path}`));
    seen.events.push(event);
  };
  const hooks = { onRequest: note("onRequest"), onResponse: note("onResponse"), onRetry: note("onRetry"), onDrift };
  return { hooks, seen };
}

async function walk(list: List<unknown>, { walk: max = 0, abortAtItem }: CallSetup, controller: AbortController) {
  if (abortAtItem === undefined) return await list.toArray({ max });
  const items: unknown[] = [];
  for await (const item of list) if (items.push(item) === abortAtItem) controller.abort();
  return items;
}

/** Returns a function that returns how many listeners a signal has. */
function countListeners(signal: AbortSignal): () => number {
  let count = 0;
  const { addEventListener, removeEventListener } = signal;
  signal.addEventListener = (...args: unknown[]) => {
    count++;
    return addEventListener.apply(signal, args as never);
  };
  signal.removeEventListener = (...args: unknown[]) => {
    count--;
    return removeEventListener.apply(signal, args as never);
  };
  return () => count;
}

function start(
  plan: CallPlan,
  subject: Subject,
  settings: Omit<CallerOptions, "apiKey">,
  apiKey: CallerOptions["apiKey"],
  signal: AbortSignal,
): Promise<unknown> {
  const { operation, row, testCase, input, clientSecret, traceId } = plan;
  const { call = {} } = testCase;
  if (operation === "obtain" && subject.obtain) return subject.obtain();
  if (operation === "spend") {
    const deviceId = call.endUser instanceof Object ? call.endUser.deviceId : undefined;
    return subject.spend(clientSecret, input as never, { ...settings, ...limitsOf(call), traceId, signal, deviceId });
  }
  if (!subject.createClient || !row)
    throw new Error("The subject has no client, and does not say that it lacks the API key.");
  const whole = subject.createClient({ ...settings, apiKey });
  const client = testCase.client?.derived ? whole.withOptions(testCase.client.derived) : whole;
  const inbound = call.inbound && subject.inboundOf?.(call.inbound);
  const endUser = inbound
    ? subject.endUserFrom?.(inbound, { trustedHops: call.trustedHops })
    : (call.endUser ?? "none");
  const options = {
    ...limitsOf(call),
    ...(call.endUser === null ? {} : { endUser }),
    traceId,
    signal,
    headers: call.headers,
    ...(call.extra === undefined ? {} : { extra: call.extra }),
    ...(row.replay === "idempotency-key" && call.idempotencyKey !== null
      ? { idempotencyKey: call.idempotencyKey ?? plan.idempotencyKey }
      : {}),
    ...(row.file === undefined ? {} : { upload: { fetch: settings.fetch } }),
  };
  const args = [
    ...(row.input === undefined ? [] : [input]),
    ...(row.file === undefined ? [] : [fileOf(row.file, call.file)]),
    options,
  ];
  return methodOf(client, row)?.(...args) ?? Promise.reject(new Error(`The client has no ${row.on.join(".")}.`));
}

type Method = (...args: readonly unknown[]) => Promise<unknown>;

function methodOf(client: Client, { on: [resource, method] }: OperationRow): Method | undefined {
  const found: unknown = client[resource];
  return (method === undefined ? found : (found as Readonly<Record<string, unknown>>)[method]) as Method | undefined;
}

function fileOf(text: string, kind: CallSetup["file"]): Blob | Uint8Array {
  if (kind === "bytes") return new TextEncoder().encode(text);
  // Its own name and type differ from those of the document.
  return kind === "file" ? new File([text], "other.bin", { type: "text/html" }) : new Blob([text]);
}

function limitsOf({ timeout, deadline, retries }: CallLimits = {}): CallLimits {
  return {
    ...(timeout === undefined ? {} : { timeout }),
    ...(deadline === undefined ? {} : { deadline }),
    ...(retries === undefined ? {} : { retries }),
  };
}
