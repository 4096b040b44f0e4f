import type { Database } from "../world/database.ts";
import type { Process } from "../world/process.ts";
import {
  type Client,
  idempotencyKeyFor,
  isConnectError,
  type JournalRecord,
  LOCAL_PAYER_ID,
  type Order,
  payOnce,
} from "../world/real.ts";
import type { World } from "../world/world.ts";
import type { Told } from "./record.ts";

/** The user's records of the order. */
export interface Books {
  readonly journal: Database<JournalRecord>;
  readonly attempts: Database<Attempt>;
  /** The attempt of `payOnce` that the payer has begun, with the payment method of each. */
  attempt: number;
}

/** The record of somebody who pays by an intent, without `payOnce`. */
interface Attempt {
  readonly number: number;
  readonly intentId: string;
  readonly key: string;
  readonly isPaid: boolean;
}

/** The tools that a process pays with. */
export interface Means {
  readonly world: World;
  readonly process: Process;
  readonly client: Client;
  readonly books: Books;
  readonly recipientId: string;
  /** The payment method of each attempt. The last one serves for those after it. */
  readonly methodIds: readonly string[];
  readonly deadline: number;
}

const ORDER = "simulation/1042";
const payer = { id: LOCAL_PAYER_ID };
const targetAmount = { value: "100.00", currency: "USD" } as const;

/** Pays by `payOnce`. After a decline the payer begins the next attempt, with another payment method. */
export async function byPayOnce({
  world,
  process,
  client,
  books,
  recipientId,
  methodIds,
  deadline,
}: Means): Promise<Told> {
  const { attempt } = books;
  const methodId = methodIds[Math.min(attempt, methodIds.length) - 1] ?? "";
  const order: Order = {
    id: ORDER,
    attempt,
    payer,
    recipient: { id: recipientId },
    paymentMethod: { id: methodId },
    targetAmount,
  };
  try {
    const paid = await payOnce(client, process.over(books.journal), order, {
      endUser: "none",
      deadline,
      approve: () => process.through(() => world.sleep(20)).then(() => true),
    });
    return { intentId: paid.paymentIntent.id, ...(paid.payment && { paymentId: paid.payment.id }) };
  } catch (error) {
    if (isConnectError(error) && error.next === "new-attempt") books.attempt = Math.max(books.attempt, attempt + 1);
    throw error;
  }
}

/** Pays by an intent whose id is stored, under a key of `idempotencyKeyFor`, as the guide has it. */
export async function byIntent({ process, client, books, recipientId, methodIds, deadline }: Means): Promise<Told> {
  const attempts = process.over(books.attempts);
  const options = { endUser: "none", deadline } as const;
  for (;;) {
    const entry = await attempts.read(ORDER);
    if (!entry || entry.record.intentId === "") {
      const number = entry?.record.number ?? 1;
      const paymentMethod = { id: methodIds.at(-1) ?? "" };
      const intent = { payer, recipient: { id: recipientId }, paymentMethod, targetAmount };
      const { id: intentId } = await client.paymentIntents.create(intent, options);
      const key = await idempotencyKeyFor(`${ORDER}/${number}`);
      await attempts.write(ORDER, { number, intentId, key, isPaid: false }, entry?.version ?? 0);
      continue;
    }
    const { record, version } = entry;
    const paymentIntent = { id: record.intentId };
    if (record.isPaid) return { intentId: record.intentId };
    try {
      const pay = { ...options, idempotencyKey: record.key };
      const { id: paymentId } = await client.payments.create({ paymentIntent, payer }, pay);
      await attempts.write(ORDER, { ...record, isPaid: true }, version);
      return { intentId: record.intentId, paymentId };
    } catch (error) {
      if (!isConnectError(error) || error.next === "repeat-same-key") throw error;
      const found = await client.payments.resolve({ paymentIntent, payer }, options);
      if (found.outcome === "unknown") throw error;
      if (found.outcome === "happened") {
        await attempts.write(ORDER, { ...record, isPaid: true }, version);
        return { intentId: record.intentId, ...(found.payment && { paymentId: found.payment.id }) };
      }
      await attempts.write(ORDER, { ...record, number: record.number + 1, intentId: "" }, version);
    }
  }
}

/** Pays without an intent's id. Only the key, derived from the same text, tells two payments from one. */
export async function inline({ client, recipientId, methodIds, deadline }: Means): Promise<Told> {
  const { id: paymentId } = await client.payments.create(
    { payer, recipient: { id: recipientId }, paymentMethod: { id: methodIds.at(-1) ?? "" }, targetAmount },
    { endUser: "none", deadline, idempotencyKey: await idempotencyKeyFor(`${ORDER}/1`) },
  );
  return { paymentId };
}
