import { createSandbox, LOCAL_API_KEY, LOCAL_CATEGORY_ID, type Sandbox } from "@plastiq-connect/sandbox";
import type { Client } from "../client.ts";
import { createCaller } from "../http/caller/create-caller.ts";
import type { Fetch } from "../http/transport/fetch.ts";
import {
  createMemoryJournalStore,
  type JournalStore,
  type Order,
  type OrderQuote,
  type PaidOrder,
  type PayOnceOptions,
  payOnce,
  quoteOrder,
} from "../pay-once/index.ts";
import { CARD, fixture, NOBODY, PAYER } from "./fixture.ts";
import { elapse } from "./virtual-clock.ts";

/** A sandbox, an order, and a journal that outlives every process. */
export interface PayOnceWorld {
  readonly sandbox: Sandbox;
  /** Calls the sandbox past the processes. */
  readonly client: Client;
  readonly order: Order;
  readonly store: JournalStore;
  /** Lets a process pay the order. It is killed at the given step, counted from 0, of those that leave a trace. */
  pay(options?: PayOptions): Promise<{ readonly value?: PaidOrder; readonly error?: unknown; readonly steps: number }>;
  /** Quotes the order, with these changes. */
  quote(changes?: Partial<Order>): Promise<{ readonly value?: OrderQuote; readonly error?: unknown }>;
  /** Starts as many processes at once. */
  payTogether(count: number, options?: PayOptions): Promise<{ readonly value?: PaidOrder; readonly error?: unknown }[]>;
  /** Lets time pass at the vendor. */
  advance(minutes: number): void;
  /** Returns the ids of all payments that were made. */
  payments(): string[];
  /** Stores another card, and returns its id. */
  addCard(accountNumber: string): Promise<string>;
}

/** Options for one process. */
export interface PayOptions extends Partial<PayOnceOptions> {
  readonly order?: Partial<Order>;
  readonly killAt?: number;
}

/** The error of a killed process. */
export const KILLED: Error = new Error("killed");

const never = new Promise<never>(() => {});

/** Creates a world with an order of 100 US dollars. It needs the virtual clock. */
export async function payOnceWorld(accountNumber = "4242424242424242"): Promise<PayOnceWorld> {
  let ahead = 0;
  const now = (): number => Date.now() + ahead;
  const sandbox = createSandbox({ now });
  const fetch: Fetch = async (url, init) => {
    const response = await sandbox.fetch(new Request(url, init));
    // As every HTTP server does.
    response.headers.set("date", new Date(now()).toUTCString());
    return response;
  };
  const { client } = fixture({ fetch });
  const address = { line1: "1 Main St", city: "Cupertino", state: "CA", postalCode: "95014", country: "US" } as const;
  const recipient = await client.recipients.create(
    {
      businessName: "Beans",
      categoryId: LOCAL_CATEGORY_ID,
      businessAddress: address,
      contact: { email: "b@example.com" },
      receivingMethod: { type: "CHECK", ...address },
    },
    NOBODY,
  );
  const addCard: PayOnceWorld["addCard"] = async (number) =>
    (await client.paymentMethods.create({ ...CARD, data: { ...CARD.data, accountNumber: number } }, NOBODY)).id;
  const order: Order = {
    id: "local/acme/1042",
    payer: PAYER,
    recipient: { id: recipient.id },
    paymentMethod: { id: await addCard(accountNumber) },
    targetAmount: { value: "100.00", currency: "USD" },
  };
  const store = createMemoryJournalStore();

  async function start({ killAt = Number.POSITIVE_INFINITY, order: changes, ...options }: PayOptions) {
    const process = startProcess(killAt, fetch, store);
    const caller = createCaller({ apiKey: LOCAL_API_KEY, fetch: process.fetch });
    const all = { ...NOBODY, approve: () => true, signal: process.signal, ...options };
    const paying = payOnce(caller, process.store, { ...order, ...changes }, all);
    const { value, error } = await elapse(Promise.race([paying, process.killed]));
    return { ...(value && { value }), ...(error !== undefined && { error }), steps: process.steps() };
  }

  return {
    sandbox,
    client,
    order,
    store,
    addCard,
    quote: (changes = {}) => elapse(quoteOrder(client, store, { ...order, ...changes }, NOBODY)),
    pay: (options = {}) => start(options),
    payTogether: (count, options = {}) => Promise.all(Array.from({ length: count }, () => start(options))),
    advance(minutes) {
      ahead += minutes * 60_000;
    },
    payments: () => sandbox.control.state().payments.map(({ id }) => id),
  };
}

/** A process that is killed before its step `killAt`: before or after a write, before or after a request. */
function startProcess(killAt: number, fetch: Fetch, store: JournalStore) {
  let steps = 0;
  let isDead = false;
  const controller = new AbortController();
  let kill = (_: Error): void => {};
  const killed = new Promise<never>((_, reject) => {
    kill = reject;
  });
  killed.catch(() => {});
  const pass = async (): Promise<void> => {
    if (!isDead && steps++ !== killAt) return;
    isDead = true;
    kill(KILLED);
    controller.abort();
    await never;
  };
  const traced = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    await pass();
    const result = await work();
    await pass();
    return result;
  };
  return {
    killed,
    signal: controller.signal,
    steps: () => steps,
    fetch: ((url, init) => traced(() => fetch(url, init))) as Fetch,
    store: {
      read: (order) => (isDead ? never : store.read(order)),
      write: (...write) => traced(() => store.write(...write)),
    } satisfies JournalStore,
  };
}
