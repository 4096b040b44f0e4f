import { createHash } from "node:crypto";
import { getEventListeners } from "node:events";
import { inspect } from "node:util";
import { type Given, operationOf } from "./operation.ts";
import { cardNumber, createRandom, type Random } from "./random.ts";
import { type Client, createClient, createSandbox, type Hooks, LOCAL_PAYER_ID, type Sandbox } from "./real.ts";
import type { CallRecord, RunRecord } from "./record.ts";
import type { CallPlan, Happening, Schedule } from "./schedule.ts";
import { createNeeded } from "./vendor-setup.ts";
import { installVirtualGlobals, START, type VirtualGlobals } from "./virtual-globals.ts";
import { createWire } from "./wire.ts";

const { setImmediate: realImmediate } = globalThis;
// Among the characters that are written in several ways: in URLs, in JSON.
const FIRST_KEY = "local+key/of=the-simulation";
const BASE_URL = "https://vendor.example/api";
// Far beyond every deadline and delay of a schedule.
const LONGEST_RUN = 3_600_000;
const TURNS = 2;

// One for all runs of a process, reset for each: to build its routes takes as long as a run.
let shared: Sandbox | undefined;
let vendor: { now(): number; random(): number } = { now: () => START, random: () => 0 };

function freshSandbox(next: typeof vendor): Sandbox {
  vendor = next;
  shared ??= createSandbox({
    now: () => vendor.now(),
    random: () => vendor.random(),
    apiKeys: [{ label: "first", key: FIRST_KEY }],
  });
  shared.control.reset();
  return shared;
}

/** Plays one schedule to its end, on a clock and a source of randomness of its own. */
export async function play(schedule: Schedule): Promise<RunRecord> {
  const random = createRandom(schedule.seed);
  const printed: string[] = [];
  const print = (...args: unknown[]): void => void printed.push(args.map(show).join(" "));
  const globals = installVirtualGlobals(random, print);
  try {
    return await playIn(globals, schedule, random, printed);
  } finally {
    globals.restore();
  }
}

/** Returns the hash of a run: the same for the same schedule, in every process. */
export function hashOf({ trace, printed }: RunRecord): string {
  return createHash("sha256")
    .update(JSON.stringify([trace, printed]))
    .digest("hex");
}

async function playIn(
  globals: VirtualGlobals,
  schedule: Schedule,
  random: Random,
  printed: string[],
): Promise<RunRecord> {
  const { clock } = globals;
  const begin = performance.now();
  const now = (): number => performance.now() - begin;
  const serverNow = (): number => START + schedule.serverAhead + now();
  const trace: string[] = [];
  const log = (line: string): void => void trace.push(`${now().toFixed(3)} ${line}`);
  // Our own timers, to be told apart from core's.
  let ours = 0;
  const later = (ms: number, act: () => void): void => {
    ours++;
    setTimeout(() => {
      ours--;
      act();
    }, ms);
  };

  const sandbox = freshSandbox({ now: serverNow, random: random.next });
  sandbox.control.setErrorShape(schedule.errorShape);
  const keys = [FIRST_KEY];
  const calls = await Promise.all(schedule.calls.map((plan, index) => prepare(plan, index, { sandbox, random })));
  const before = heldBy(sandbox);
  const fetch = createWire({ schedule, calls, sandbox, random, now, serverNow, later, log });
  const client = createClient({
    apiKey: schedule.keyFunction === null ? FIRST_KEY : keyFunction(schedule.keyFunction, keys, later),
    baseUrl: BASE_URL,
    fetch,
    hooks: hooksOf(schedule, calls, printed, log),
    retries: schedule.retries,
    timeout: schedule.timeout,
    deadline: schedule.deadline,
  });
  const run: RunRecord = {
    schedule,
    calls,
    printed,
    secrets: keys,
    timersLeft: 0,
    hangs: false,
    made: before,
    closedOver: undefined,
    trace,
  };
  for (const call of calls) later(call.plan.at, () => start(client, call, { now, later, log, printed }));
  for (const happening of schedule.happenings) {
    later(happening.at, () => happen(happening, { run, sandbox, keys, client, globals, log }));
  }

  const isSettled = (): boolean => calls.every(({ settledAt }) => settledAt !== undefined);
  let counted = false;
  for (;;) {
    await drain();
    if (!counted && isSettled()) {
      counted = true;
      // `settled()` looks again by a timer until it has seen that no call is under way.
      const looking = run.closedOver === -1 ? 1 : 0;
      run.timersLeft = Math.max(0, clock.countTimers() - ours - looking);
    }
    if (clock.countTimers() === 0 || now() > LONGEST_RUN) break;
    clock.next();
  }
  await drain();
  run.hangs = !isSettled();
  const after = heldBy(sandbox);
  run.made = {
    payers: after.payers - before.payers,
    paymentMethods: after.paymentMethods - before.paymentMethods,
    clientSecrets: after.clientSecrets - before.clientSecrets,
    payments: after.payments - before.payments,
  };
  return run;
}

function heldBy(sandbox: Sandbox): RunRecord["made"] {
  const { payers, paymentMethods, clientSecrets, payments } = sandbox.control.state();
  return {
    payers: payers.length,
    paymentMethods: paymentMethods.length,
    clientSecrets: clientSecrets.length,
    payments: payments.length,
  };
}

/** Lets everything happen that takes no time. */
async function drain(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) await new Promise((resolve) => realImmediate(resolve));
}

async function prepare(
  plan: CallPlan,
  index: number,
  { sandbox, random }: { sandbox: Sandbox; random: Random },
): Promise<CallRecord> {
  const controller = new AbortController();
  const operation = operationOf(plan.operation);
  const given: Given = {
    accepted: plan.accepted,
    payerId: LOCAL_PAYER_ID,
    unknownId: random.uuid(),
    cardNumber: cardNumber(random),
    cvv: random.digits(3),
    accountNumber: random.digits(12),
    document: `${random.digits(3)}-${random.digits(2)}-${random.digits(4)}`,
    clientSecret: operation.spends ? await mint(sandbox) : "",
    ownId: await createNeeded(operation, sandbox, { key: FIRST_KEY, baseUrl: BASE_URL }),
    idempotencyKey: random.uuid(),
    options: { endUser: "none", traceId: random.uuid(), signal: controller.signal },
  };
  return {
    index,
    plan,
    operation,
    given,
    controller,
    startedAt: undefined,
    settledAt: undefined,
    data: undefined,
    error: undefined,
    requests: [],
    deliveries: [],
    announced: 0,
    listeners: 0,
  };
}

async function mint(sandbox: Sandbox): Promise<string> {
  const response = await sandbox.fetch(
    new Request(`${BASE_URL}/client-secrets`, {
      method: "POST",
      headers: { authorization: `Bearer ${FIRST_KEY}`, "content-type": "application/json", "user-agent": "simulation" },
      body: JSON.stringify({ payer: { id: LOCAL_PAYER_ID }, type: "CARD" }),
    }),
  );
  return (await response.json()).clientSecret;
}

function keyFunction(ms: number, keys: readonly string[], later: (ms: number, act: () => void) => void) {
  return (): string | Promise<string> => {
    if (ms === 0) return keys.at(-1) ?? "";
    return new Promise((resolve) => later(ms, () => resolve(keys.at(-1) ?? "")));
  };
}

function hooksOf(
  schedule: Schedule,
  calls: readonly CallRecord[],
  printed: string[],
  log: (line: string) => void,
): Hooks {
  const watch = (name: string) => (event: { traceId: string; attempt: number; error?: unknown }) => {
    printed.push(JSON.stringify(event));
    if (event.error) printed.push(show(event.error));
    const call = calls.find(({ given }) => given.options.traceId === event.traceId);
    if (call && name === "onRequest") call.announced++;
    log(`call-${call?.index} #${event.attempt} ${name}`);
    if (schedule.hooksThrow) throw new Error("The hook failed.");
  };
  return { onRequest: watch("onRequest"), onResponse: watch("onResponse"), onRetry: watch("onRetry") };
}

interface Surroundings {
  now(): number;
  later(ms: number, act: () => void): void;
  log(line: string): void;
  readonly printed: string[];
}

function start(client: Client, call: CallRecord, { now, later, log, printed }: Surroundings): void {
  const { plan, operation, given, controller, index } = call;
  call.startedAt = now();
  log(`call-${index} starts: ${plan.operation}`);
  if (plan.abortAfter !== null) later(plan.abortAfter, () => controller.abort(new Error("The caller gives up.")));
  const settle = (): void => {
    call.settledAt = now();
    call.listeners = getEventListeners(controller.signal, "abort").length;
    log(`call-${index} settles: ${call.error ? describe(call.error) : "succeeds"}`);
  };
  operation
    .start(client, given)
    .withResponse()
    .then(
      ({ data, response }) => {
        call.data = data;
        printed.push(JSON.stringify(response));
        settle();
      },
      (error: unknown) => {
        call.error = error;
        printed.push(show(error), String((error as Error)?.stack), JSON.stringify(error));
        settle();
      },
    );
}

function describe(error: unknown): string {
  const { code, outcome, status, attempts } = error as Record<string, unknown>;
  return `${code}, ${outcome}, status ${status}, ${attempts} attempts`;
}

interface Scene {
  readonly run: RunRecord;
  readonly sandbox: Sandbox;
  readonly keys: string[];
  readonly client: Client;
  readonly globals: VirtualGlobals;
  log(line: string): void;
}

function happen({ kind, by }: Happening, { run, sandbox, keys, client, globals, log }: Scene): void {
  log(kind);
  switch (kind) {
    case "rotate the key":
    case "revoke the old key": {
      // One rotation is enough for a run: at most two keys are active.
      if (keys.length > 1) return;
      keys.push("local+second/key=of-the-simulation");
      sandbox.control.rotateKey("first", "second", keys[1] ?? "");
      if (kind === "revoke the old key") sandbox.control.revokeKey("first");
      return;
    }
    case "set the local clock":
      globals.clock.setSystemTime(Date.now() + by);
      return;
    case "close the client": {
      if (run.closedOver !== undefined) return;
      run.closedOver = -1;
      const underWay = run.calls.filter(
        ({ startedAt, settledAt }) => startedAt !== undefined && settledAt === undefined,
      );
      client.settled().then(() => {
        run.closedOver = underWay.filter(({ settledAt }) => settledAt === undefined).length;
      });
    }
  }
}

function show(value: unknown): string {
  return typeof value === "string" ? value : inspect(value, { depth: 9, breakLength: Infinity });
}
