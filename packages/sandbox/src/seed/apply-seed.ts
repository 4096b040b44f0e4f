import type { Random } from "../account/random.ts";
import { createPaymentControl } from "../control/payment-control.ts";
import { Refusal } from "../operation/refusal.ts";
import { type OperationName, operations } from "../registry.ts";
import { knownPayment, type PaymentStatus, paymentStatusOf } from "../resources/payments/payment.ts";
import { transitions } from "../resources/payments/payment-lifecycle.ts";
import { parse } from "../schema/parse.ts";
import { changeSettings } from "../schema/settings.ts";
import { withoutUndefined } from "../schema/without-undefined.ts";
import { LOCAL_PAYER_ID } from "../settings.ts";
import type { World } from "../world.ts";
import { SeedError, type SeedIds } from "./seed.ts";
import { idsOf, isId } from "./seed-ids.ts";
import { checkSeed } from "./seed-schema.ts";

type Kind = keyof SeedIds;

const creators: Readonly<Record<Kind, OperationName>> = {
  payers: "createPayer",
  paymentMethods: "createPaymentMethod",
  recipients: "createRecipient",
  paymentIntents: "createPaymentIntent",
  payments: "createPayment",
};
/** The fields of a body that name another record, and the kind of that record. */
const references: Readonly<Record<string, Kind>> = {
  payer: "payers",
  paymentMethod: "paymentMethods",
  recipient: "recipients",
  paymentIntent: "paymentIntents",
};

/**
 * Creates the records of a seed in the main account, by the same operations as requests, and returns their ids. A seed
 * that cannot be used changes nothing.
 *
 * @throws SeedError.
 */
export function applySeed(world: World, input: unknown): SeedIds {
  const seed = checkSeed(plain(input));
  const undo = world.accounts.main.checkpoint();
  const settings = structuredClone(world.settings);
  const faults: number[] = [];
  const ids = {
    payers: { local: LOCAL_PAYER_ID },
    paymentMethods: {},
    recipients: {},
    paymentIntents: {},
    payments: {},
  };
  try {
    changeSettings(world.settings, seed.settings ?? {});
    for (const kind of Object.keys(creators) as Kind[]) {
      for (const [name, body] of Object.entries(seed[kind] ?? {})) create(world, ids, kind, name, body);
    }
    for (const fault of seed.faults ?? []) faults.push(world.faults.add(fault));
  } catch (error) {
    undo();
    Object.assign(world.settings, settings);
    for (const id of faults) world.faults.remove(id);
    throw error;
  }
  world.webhooks.catchUp();
  return ids;
}

/** Copies the input. @throws SeedError when it is nested too deeply. */
function plain(input: unknown): unknown {
  try {
    return withoutUndefined(input);
  } catch (error) {
    // A RangeError here would otherwise reach the user.
    if (!(error instanceof RangeError)) throw error;
    throw new SeedError([], "is nested too deeply, or contains itself.");
  }
}

function create(world: World, ids: Record<Kind, Record<string, string>>, kind: Kind, name: string, given: object) {
  if (Object.hasOwn(ids[kind], name)) throw new SeedError([kind, name], "is a name that is already used.");
  const { id, status, documents, ...fields } = given as Record<string, unknown>;
  const isPayment = kind === "payments";
  // Only intents and payments have a status, and only payments have documents: other operations refuse these fields.
  const unknown = {
    ...(isPayment || kind === "paymentIntents" ? {} : { status }),
    ...(isPayment ? {} : { documents }),
  };
  const body = resolved({ ...fields, ...withoutUndefined(unknown) }, ids, [kind, name]);
  const record = carryOut(world, creators[kind], body, idsOf(kind, name, id), [kind, name]);
  const isTaken = Object.entries(ids[kind]).some(([other, used]) => other !== "local" && used === record.id);
  if (isTaken) throw new SeedError([kind, name, "id"], "is the id of another record of the seed.");
  ids[kind][name] = record.id;
  const control = createPaymentControl(world);
  at([kind, name, "documents"], () => {
    for (const type of (documents ?? []) as string[]) control.requestDocument(record.id, type);
  });
  at([kind, name, "status"], () => {
    if (kind === "paymentIntents" && status === "EXPIRED") control.expireIntent(record.id);
    if (isPayment && status !== undefined) moveTo(world, record.id, status as PaymentStatus);
  });
}

/** Replaces names by ids. */
function resolved(body: Readonly<Record<string, unknown>>, ids: SeedIds, path: readonly string[]): object {
  const entries = Object.entries(body).map(([field, value]) => {
    const kind = references[field];
    if (kind === undefined || typeof value !== "string") return [field, value];
    const named = Object.hasOwn(ids[kind], value) ? ids[kind][value] : undefined;
    const id = isId(value) ? value : named;
    if (id === undefined) throw new SeedError([...path, field], `must be a name under ${kind}, or an id.`);
    return [field, { id }];
  });
  return Object.fromEntries(entries);
}

function carryOut(
  world: World,
  name: OperationName,
  given: object,
  random: Random,
  path: readonly string[],
): { readonly id: string } {
  const operation = operations[name];
  return at(path, () => {
    const reply = operation.carryOut({
      caller: { kind: "api-key", label: "seed" },
      account: world.accounts.main,
      body: operation.body && parse(operation.body, given),
      query: undefined,
      params: {},
      headers: new Headers(),
      now: world.clock.now(),
      random,
      settings: { ...world.settings, processingMs: 0 },
      origin: "http://127.0.0.1",
      traceId: crypto.randomUUID(),
      warn() {},
      wait: async () => world.clock.now(),
    });
    // Nothing that a seed creates takes time.
    return (reply as { readonly body: { readonly id: string } }).body;
  });
}

/** Moves a payment to a status, through those between. */
function moveTo(world: World, id: string, status: PaymentStatus): void {
  const control = createPaymentControl(world);
  const current = () => paymentStatusOf(knownPayment(world.accounts.main, id));
  if (status === "REFUNDED" && current() !== "REFUNDED") control.refundPayment(id);
  for (const step of pathTo(current(), status)) control.advancePayment(id, step);
}

function pathTo(from: PaymentStatus, to: PaymentStatus): readonly PaymentStatus[] {
  const paths: PaymentStatus[][] = [[from]];
  for (const path of paths) {
    const last = path.at(-1) as PaymentStatus;
    if (last === to) return path.slice(1);
    paths.push(...transitions[last].map((next) => [...path, next]));
  }
  throw new Error(`The payment is ${from} and cannot become ${to}.`);
}

/** Runs a part of a seed. Its errors get the path in the seed. */
function at<Result>(path: readonly string[], act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    if (error instanceof SeedError) throw error;
    if (!(error instanceof Refusal)) throw new SeedError(path, `cannot be used: ${(error as Error).message}`);
    const [detail = ""] = error.details;
    const [, field, problem = detail] = /^([a-z][\w]*(?:\.[\w-]+)*) ((?:is|must|needs) .*)$/.exec(detail) ?? [];
    if (field !== undefined) throw new SeedError([...path, ...field.split(".")], problem);
    throw new SeedError(path, `cannot be created: ${detail}`);
  }
}
