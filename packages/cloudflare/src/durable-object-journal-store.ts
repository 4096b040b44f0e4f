import type { JournalEntry, JournalRecord, JournalStore } from "@plastiq-connect/core/pay-once";
import { askObject, type ClaimNamespace } from "./ask-object.ts";

/** A Durable Object namespace with {@link JournalObject}. The platform's `DurableObjectNamespace` is compatible. */
export type JournalNamespace = ClaimNamespace;

/** The part of a Durable Object's storage that {@link JournalObject} uses. */
export interface JournalStorage {
  /** Reads a value. */
  get(key: string): Promise<unknown>;
  /** Writes a value. */
  put(key: string, value: unknown): Promise<void>;
}

/** A read, or a write when there is a record. */
interface Step {
  readonly record?: JournalRecord;
  readonly expectedVersion?: number;
}

const KEY = "entry";

/**
 * The Durable Object behind `createDurableObjectJournalStore`: one object for each order. It never deletes itself.
 *
 * @example
 * // wrangler.jsonc
 * "durable_objects": { "bindings": [{ "name": "ORDERS", "class_name": "JournalObject" }] },
 * "migrations": [{ "tag": "v1", "new_sqlite_classes": ["JournalObject"] }]
 */
export class JournalObject {
  /** Marks a Durable Object for the types that `wrangler types` generates. It has no value. */
  declare readonly __DURABLE_OBJECT_BRAND: never;
  readonly #storage: JournalStorage;

  constructor({ storage }: { readonly storage: JournalStorage }) {
    this.#storage = storage;
  }

  /** Reads or writes the order's record. Called only by `createDurableObjectJournalStore`. */
  async fetch(request: Request): Promise<Response> {
    const { record, expectedVersion } = (await request.json()) as Step;
    // From here on it waits only for its storage. During that time the platform delays other requests to this object,
    // and it delays the response until the write is durable.
    const entry = (await this.#storage.get(KEY)) as JournalEntry | undefined;
    if (!record) return Response.json(entry ?? null);
    const { version = 0 } = entry ?? {};
    if (version !== expectedVersion) return Response.json(false);
    const next: JournalEntry = { record, version: version + 1 };
    await this.#storage.put(KEY, next);
    return Response.json(true);
  }
}

/**
 * Creates a journal for `payOnce` in Durable Objects, for any number of Workers. Export {@link JournalObject} from your
 * Worker, and bind it. An order's id is the name of its object.
 *
 * @example
 * ```ts
 * import { createDurableObjectJournalStore, type JournalNamespace } from "@plastiq-connect/cloudflare";
 * import type { JournalStore } from "@plastiq-connect/core/pay-once";
 *
 * export { JournalObject } from "@plastiq-connect/cloudflare";
 *
 * export function journal(env: { ORDERS: JournalNamespace }): JournalStore {
 *   return createDurableObjectJournalStore(env.ORDERS);
 * }
 * ```
 */
export function createDurableObjectJournalStore(namespace: JournalNamespace): JournalStore {
  const ask = (order: string, step: Step): Promise<unknown> => askObject("journal", namespace, order, step);
  return {
    read: async (order) => ((await ask(order, {})) as JournalEntry | null) ?? undefined,
    write: async (order, record, expectedVersion) => (await ask(order, { record, expectedVersion })) === true,
  };
}
