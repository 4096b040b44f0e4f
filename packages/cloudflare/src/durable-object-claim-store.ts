import {
  type ClaimState,
  type ClaimStore,
  type ClaimStoreOptions,
  checkedRetention,
} from "@plastiq-connect/core/webhooks";
import { askObject, type ClaimNamespace } from "./ask-object.ts";

/** The part of a Durable Object's storage that {@link ClaimObject} uses. */
export interface ClaimStorage {
  /** Reads a value. */
  get(key: string): Promise<unknown>;
  /** Writes a value. */
  put(key: string, value: unknown): Promise<void>;
  /** Deletes everything. */
  deleteAll(): Promise<void>;
  /** Calls the object's `alarm` at a time, in milliseconds since 1970. */
  setAlarm(time: number): Promise<void>;
}

interface Step {
  readonly step: keyof ClaimStore;
  readonly token: string;
  /** Lease or retention, in milliseconds. */
  readonly duration: number;
}

interface Entry {
  /** Undefined once the event is done. */
  readonly token?: string | undefined;
  readonly endsAt: number;
}

const KEY = "claim";

/**
 * The Durable Object behind `createDurableObjectClaimStore`: one object for each event. It deletes itself when the
 * claim expires, or when a done event need not be remembered any more.
 *
 * @example
 * // wrangler.jsonc
 * "durable_objects": { "bindings": [{ "name": "WEBHOOK_CLAIMS", "class_name": "ClaimObject" }] },
 * "migrations": [{ "tag": "v1", "new_sqlite_classes": ["ClaimObject"] }]
 */
export class ClaimObject {
  /** Marks a Durable Object for the types that `wrangler types` generates. It has no value. */
  declare readonly __DURABLE_OBJECT_BRAND: never;
  readonly #storage: ClaimStorage;

  constructor({ storage }: { readonly storage: ClaimStorage }) {
    this.#storage = storage;
  }

  /** Performs one operation of a claim. Called only by `createDurableObjectClaimStore`. */
  async fetch(request: Request): Promise<Response> {
    return Response.json(await this.#take((await request.json()) as Step));
  }

  /** Deletes an expired entry. Called by the platform. */
  async alarm(): Promise<void> {
    if (!(await this.#current())) await this.#storage.deleteAll();
  }

  async #take({ step, token, duration }: Step): Promise<ClaimState | boolean> {
    const entry = await this.#current();
    if (step === "claim") {
      if (entry) return entry.token === undefined ? "done" : "busy";
      await this.#write({ token, endsAt: Date.now() + duration });
      return "new";
    }
    if (entry?.token !== token) return false;
    if (step === "release") await this.#storage.deleteAll();
    else await this.#write({ token: step === "done" ? undefined : token, endsAt: Date.now() + duration });
    return true;
  }

  async #current(): Promise<Entry | undefined> {
    const entry = (await this.#storage.get(KEY)) as Entry | undefined;
    return entry && entry.endsAt > Date.now() ? entry : undefined;
  }

  async #write(entry: Entry): Promise<void> {
    await this.#storage.put(KEY, entry);
    await this.#storage.setAlarm(entry.endsAt + 1);
  }
}

/**
 * Creates a claim store in Durable Objects, for any number of Workers. Export {@link ClaimObject} from your Worker, and
 * bind it.
 *
 * @example
 * ```ts
 * import { type ClaimNamespace, type ClaimStore, createDurableObjectClaimStore } from "@plastiq-connect/cloudflare";
 *
 * export { ClaimObject } from "@plastiq-connect/cloudflare";
 *
 * export function claims(env: { WEBHOOK_CLAIMS: ClaimNamespace }): ClaimStore {
 *   return createDurableObjectClaimStore(env.WEBHOOK_CLAIMS);
 * }
 * ```
 */
export function createDurableObjectClaimStore(namespace: ClaimNamespace, options: ClaimStoreOptions = {}): ClaimStore {
  const retention = checkedRetention(options.retention);
  const ask = (id: string, step: Step): Promise<unknown> => askObject("claim store", namespace, id, step);
  return {
    claim: (id, token, lease) => ask(id, { step: "claim", token, duration: lease }) as Promise<ClaimState>,
    renew: (id, token, lease) => ask(id, { step: "renew", token, duration: lease }) as Promise<boolean>,
    done: async (id, token) => void (await ask(id, { step: "done", token, duration: retention })),
    release: async (id, token) => void (await ask(id, { step: "release", token, duration: 0 })),
  };
}
