import { createDatabase, type Database } from "../world/database.ts";
import { type ProcessPlan, startProcess, UNDISTURBED } from "../world/process.ts";
import { createClient, createMemoryClaimStore, LOCAL_PAYER_ID } from "../world/real.ts";
import type { RequestRecord, Sender } from "../world/sender.ts";
import type { KeptPayment } from "../world/vendor-invariant.ts";
import { vendorSetup } from "../world/vendor-setup.ts";
import { START } from "../world/virtual-globals.ts";
import { createWire } from "../world/wire.ts";
import { inWorld, show, type World } from "../world/world.ts";
import { MOST_MOVES, type Move, type WebhookSchedule } from "./schedule.ts";
import { type OrderRow, refresh, type ServerParts, startServer, WEBHOOK_SECRET } from "./server.ts";

/** Result of a wait for a payment. */
export interface WaitRecord {
  readonly paymentId: string;
  readonly startedAt: number;
  readonly settledAt: number;
  readonly status: string | undefined;
  readonly error: unknown;
}

/** Everything that is known about one run. */
export interface WebhookRun {
  readonly schedule: WebhookSchedule;
  /** The statuses in the user's database in the end, by payment. */
  readonly orders: Map<string, string>;
  readonly waits: WaitRecord[];
  /** How often each event was handled to its end. */
  readonly handled: Map<string, number>;
  hasCrashed: boolean;
  payments: readonly KeptPayment[];
  requests: readonly RequestRecord[];
  readonly printed: readonly string[];
  readonly trace: readonly string[];
  readonly secrets: readonly string[];
  /** The vendor's clock at this moment of the run, in epoch milliseconds. */
  vendorTime(at: number): number;
}

const UNTIL_THE_END = 900_000;
// The sandbox sends what is due whenever something happens to it.
const TICKS = [1, 2, 3, 5, 7, 10, 15, 20, 32, 45, 61, 75, 90, 130, 165, 200, 260];

/** Plays a schedule to its end. */
export function playWebhooks(schedule: WebhookSchedule): Promise<WebhookRun> {
  return inWorld(schedule, (world) => playOn(world, schedule));
}

async function playOn(world: World, schedule: WebhookSchedule): Promise<WebhookRun> {
  const { sandbox, later, sleep, printed, trace, keys } = world;
  const { control } = sandbox;
  const run: WebhookRun = {
    schedule,
    orders: new Map(),
    waits: [],
    handled: new Map(),
    hasCrashed: false,
    payments: [],
    requests: [],
    printed,
    trace,
    secrets: [...keys, WEBHOOK_SECRET],
    vendorTime: (at) => START + schedule.serverAhead + at,
  };
  const orders = createDatabase<OrderRow>(world, schedule.database);
  const servers = createServers(world, schedule, run, orders);
  let stop = control.onWebhook(servers.receive);
  const ids = await makePayments(world, schedule, orders);
  const tick = (from: number): void => {
    for (const seconds of TICKS) later(from + seconds * 1_000, () => control.advance(0));
  };
  let at = 0;
  for (const move of schedule.moves) {
    at += move.after;
    later(at, () => apply(move, ids, world));
  }
  tick(0);
  tick(at);
  if (schedule.waits) for (const id of ids) void wait(servers.current(), run, world, id);
  later(UNTIL_THE_END, async () => {
    servers.undisturbed();
    if (schedule.end === "polling") {
      for (const id of ids) await refresh(servers.current(), id);
    } else {
      const events = allEvents(world);
      // The old subscription may be disabled: it has failed too often.
      stop();
      stop = control.onWebhook(servers.receive);
      for (const event of events) control.deliver(event);
      tick(0);
      await sleep(300_000);
    }
    for (const id of ids) run.orders.set(id, (await orders.read(id))?.record.status ?? "nothing");
  });
  await world.run();
  stop();
  run.payments = control.state().payments;
  run.requests = servers.senders.flatMap(({ requests }) => requests);
  return run;
}

async function makePayments(
  world: World,
  { methods }: WebhookSchedule,
  orders: Database<OrderRow>,
): Promise<readonly string[]> {
  const setup = vendorSetup(world);
  const recipient = await setup.recipient();
  const ids: string[] = [];
  for (const method of methods) {
    const methodId = method === "card" ? await setup.card("4242424242424242") : await setup.bankAccount();
    const id = await setup.payment(await setup.intent(methodId, recipient));
    ids.push(id);
    // Its row exists before anything happens to the payment.
    void orders.write(id, { status: method === "card" ? "CHARGED" : "SUBMITTED", reading: 0 }, 0);
  }
  return ids;
}

/** The user's server, which starts again after each crash. */
function createServers(world: World, schedule: WebhookSchedule, run: WebhookRun, orders: Database<OrderRow>) {
  const claims = createMemoryClaimStore();
  const plans = [...schedule.servers];
  let reading = 0;
  let lives = 0;
  let current: { parts: ServerParts; receive(request: Request): Promise<Response> } | undefined;
  const start = (plan: ProcessPlan): NonNullable<typeof current> => {
    const name = `server-${lives++}`;
    const wire = (sender: Sender) => createWire({ ...world, ...schedule, deaf: false, senderOf: () => sender });
    const process = startProcess(world, plan, { name, copies: true, wire });
    const client = createClient({
      apiKey: world.keys[0] ?? "",
      baseUrl: world.baseUrl,
      fetch: process.fetch,
      timeout: schedule.timeout,
    });
    const parts: ServerParts = {
      world,
      process,
      client,
      claims,
      orders,
      nextReading: () => ++reading,
      onHandled: (id) => void run.handled.set(id, (run.handled.get(id) ?? 0) + 1),
    };
    senders.push(process.sender);
    return { parts, receive: startServer(parts) };
  };
  const senders: Sender[] = [];
  let downUntil = 0;
  let plan = plans.shift();
  const alive = (): NonNullable<typeof current> | undefined => {
    if (current?.parts.process.isDead()) {
      run.hasCrashed = true;
      downUntil = world.now() + (plan?.down ?? 0);
      current = undefined;
      plan = plans.shift();
    }
    if (current === undefined && world.now() >= downUntil) current = start(plan ?? UNDISTURBED);
    return current;
  };
  return {
    senders,
    current: (): ServerParts => (alive() ?? start(UNDISTURBED)).parts,
    undisturbed(): void {
      current = start(UNDISTURBED);
    },
    async receive(request: Request): Promise<Response> {
      const server = alive();
      return server ? server.receive(request) : new Response(null, { status: 502 });
    },
  };
}

function apply({ payment, kind, spoilt }: Move, ids: readonly string[], { sandbox, log }: World): void {
  const { control } = sandbox;
  const id = ids[payment % ids.length] ?? "";
  if (spoilt !== "none") control.addWebhookFault(spoilt);
  log(`${id}: ${kind}, its event: ${spoilt}`);
  try {
    if (kind === "advance") control.advancePayment(id);
    else if (kind === "document") control.requestDocument(id, "INVOICE");
    else if (kind === "send again")
      for (const { id: delivery } of control.deliveries().slice(-1)) control.redeliver(delivery);
    else control.advancePayment(id, "REFUNDED");
  } catch (error) {
    // The payment cannot go there.
    log(String(error));
  }
}

/** Returns every event that there was, also one that waits for the next to overtake it. */
function allEvents({ sandbox }: World) {
  const { control } = sandbox;
  const [first] = control.deliveries();
  if (!first) return [];
  // To a receiver that failed too often, nothing is sent until somebody asks for it.
  control.redeliver(first.id);
  // Faults that no event has met yet meet these.
  for (let fault = 0; fault <= MOST_MOVES; fault++) control.deliver(first.event);
  const events = new Map(control.deliveries().map(({ event }) => [event.id, event]));
  return [...events.values()];
}

async function wait({ client }: ServerParts, run: WebhookRun, { now, log }: World, paymentId: string): Promise<void> {
  const startedAt = now();
  let status: string | undefined;
  let error: unknown;
  try {
    const target = { id: paymentId, payerId: LOCAL_PAYER_ID };
    ({ status } = await client.payments.waitFor(target, { endUser: "none", until: "IN_TRANSIT", timeout: 120_000 }));
  } catch (failure) {
    error = failure;
  }
  log(`waiting for ${paymentId} gives ${status ?? show(error)}`);
  run.waits.push({ paymentId, startedAt, settledAt: now(), status, error });
}
