import { getEventListeners } from "node:events";
import { type Client, createClient, type Hooks } from "../world/real.ts";
import { vendorSetup } from "../world/vendor-setup.ts";
import { createWire } from "../world/wire.ts";
import { inWorld, rotateKey, show, type World } from "../world/world.ts";
import { prepareCall } from "./prepare.ts";
import type { CallRecord, RunRecord } from "./record.ts";
import type { CallsSchedule, Happening } from "./schedule.ts";

/** Plays a schedule of calls to its end. */
export function playCalls(schedule: CallsSchedule): Promise<RunRecord> {
  return inWorld(schedule, (world) => playOn(world, schedule));
}

async function playOn(world: World, schedule: CallsSchedule): Promise<RunRecord> {
  const { keys, printed, trace, later, now, clock } = world;
  const setup = vendorSetup(world);
  const calls = await Promise.all(schedule.calls.map((plan, index) => prepareCall(plan, index, { ...world, setup })));
  const before = heldBy(world);
  const fetch = createWire({
    ...world,
    ...schedule,
    senderOf({ headers }) {
      const call = calls.find(({ given }) => given.options.traceId === headers["trace-id"]);
      if (!call) throw new Error(`No call has the trace id ${headers["trace-id"]}.`);
      return call.sender;
    },
  });
  const client = createClient({
    apiKey: schedule.keyFunction === null ? (keys[0] ?? "") : keyFunction(schedule.keyFunction, world),
    baseUrl: world.baseUrl,
    fetch,
    hooks: hooksOf(schedule, calls, world),
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
  for (const call of calls) later(call.plan.at, () => start(client, call, world));
  for (const happening of schedule.happenings) later(happening.at, () => happen(happening, { run, world, client }));

  const isSettled = (): boolean => calls.every(({ settledAt }) => settledAt !== undefined);
  let counted = false;
  await world.run(() => {
    if (counted || !isSettled()) return;
    counted = true;
    // `settled()` looks again by a timer until it has seen that no call is in progress.
    const looking = run.closedOver === -1 ? 1 : 0;
    run.timersLeft = Math.max(0, clock.countTimers() - world.waiting() - looking);
  });
  run.hangs = !isSettled();
  const after = heldBy(world);
  run.made = Object.fromEntries(
    Object.entries(after).map(([name, count]) => [name, count - before[name as keyof typeof before]]),
  ) as RunRecord["made"];
  world.log(`after ${now()} ms`);
  return run;
}

function heldBy({ sandbox }: World): RunRecord["made"] {
  const { payers, paymentMethods, clientSecrets, payments, recipients } = sandbox.control.state();
  return {
    payers: payers.length,
    paymentMethods: paymentMethods.length,
    clientSecrets: clientSecrets.length,
    payments: payments.length,
    recipients: recipients.length,
  };
}

function keyFunction(ms: number, { keys, sleep }: World) {
  return (): string | Promise<string> => {
    if (ms === 0) return keys.at(-1) ?? "";
    return sleep(ms).then(() => keys.at(-1) ?? "");
  };
}

function hooksOf(schedule: CallsSchedule, calls: readonly CallRecord[], { printed, log }: World): Hooks {
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

function start(client: Client, call: CallRecord, { now, later, log, printed }: World): void {
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
  readonly world: World;
  readonly client: Client;
}

function happen({ kind, by }: Happening, { run, world, client }: Scene): void {
  world.log(kind);
  switch (kind) {
    case "rotate the key":
    case "revoke the old key":
      rotateKey(world, { revoke: kind === "revoke the old key" });
      return;
    case "set the local clock":
      world.clock.setSystemTime(Date.now() + by);
      return;
    case "close the client": {
      if (run.closedOver !== undefined) return;
      run.closedOver = -1;
      const inProgress = run.calls.filter(
        ({ startedAt, settledAt }) => startedAt !== undefined && settledAt === undefined,
      );
      client.settled().then(() => {
        run.closedOver = inProgress.filter(({ settledAt }) => settledAt === undefined).length;
      });
    }
  }
}
