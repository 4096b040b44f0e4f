import { randomInt } from "node:crypto";
import { createClient } from "@plastiq-connect/node";
import { prepareCall } from "../calls/prepare.ts";
import type { CallRecord } from "../calls/record.ts";
import type { CallPlan } from "../calls/schedule.ts";
import { WORKS } from "../world/fate.ts";
import { createRandom } from "../world/random.ts";
import { type Client, createSandbox, type Sandbox } from "../world/real.ts";
import { vendorSetup } from "../world/vendor-setup.ts";
import { show } from "../world/world.ts";
import { openGate } from "./gate.ts";
import type { SocketSchedule } from "./schedule.ts";
import { createSocketServer } from "./server.ts";

/** Result of a run over sockets. */
export interface SocketRun {
  readonly calls: readonly CallRecord[];
  readonly printed: readonly string[];
  readonly secrets: readonly string[];
}

const KEY = "local+key/of=the-simulation";

/** Plays a schedule through the Node adapter, over sockets on loopback. */
export async function playOverSockets(schedule: SocketSchedule): Promise<SocketRun> {
  const sandbox = createSandbox({ apiKeys: [{ label: "first", key: KEY }] });
  sandbox.control.setErrorShape(schedule.errorShape);
  const printed: string[] = [];
  const calls: CallRecord[] = [];
  const byTrace = (traceId: string) => calls.find(({ given }) => given.options.traceId === traceId);
  const server = createSocketServer({ schedule, sandbox, senderOf: (traceId) => byTrace(traceId)?.sender });
  for (const [index, plan] of schedule.calls.entries()) calls.push(await prepare(plan, index, sandbox));
  const gate = await openGate(server.serve);
  const client = createClient({
    apiKey: KEY,
    baseUrl: `http://127.0.0.1:${gate.port}/api`,
    retries: schedule.retries,
    timeout: schedule.timeout,
    deadline: schedule.deadline,
    hooks: {
      onRequest(event) {
        printed.push(JSON.stringify(event));
        const call = byTrace(event.traceId);
        if (!call) return;
        const fate = call.plan.fates[call.requests.length] ?? WORKS;
        call.announced++;
        call.requests.push({ ...NEW_REQUEST, fate });
        if (fate.fault.startsWith("connection refused")) gate.shut();
        else gate.open();
      },
      onResponse: (event) => void printed.push(JSON.stringify(event)),
      onRetry: (event) => void printed.push(JSON.stringify(event), show(event.error)),
    },
  });
  try {
    // The adapter has its types from the build of core.
    const same = client as object as Client;
    await Promise.all(calls.map((call) => make(call, same, printed)));
    await client.close();
    await server.idle();
  } finally {
    gate.close();
  }
  return { calls, printed, secrets: [KEY] };
}

const NEW_REQUEST = {
  at: 0,
  end: "in progress",
  endedAt: 0,
  status: 0,
  traceId: undefined,
  wait: undefined,
  readable: false,
} as const;

async function make(call: CallRecord, client: Client, printed: string[]): Promise<void> {
  const { plan, operation, given, controller } = call;
  await new Promise((resolve) => setTimeout(resolve, plan.at));
  const timer = plan.abortAfter === null ? undefined : setTimeout(() => controller.abort(), plan.abortAfter);
  try {
    const { data, response } = await operation.start(client, given).withResponse();
    call.data = data;
    printed.push(JSON.stringify(response));
  } catch (error) {
    call.error = error;
    printed.push(show(error), String((error as Error)?.stack), JSON.stringify(error));
  }
  clearTimeout(timer);
}

async function prepare(plan: CallPlan, index: number, sandbox: Sandbox): Promise<CallRecord> {
  const setup = vendorSetup({ sandbox, baseUrl: "http://vendor.invalid/api", keys: [KEY] });
  return prepareCall(plan, index, { random: createRandom(randomInt(2 ** 31)), setup });
}
