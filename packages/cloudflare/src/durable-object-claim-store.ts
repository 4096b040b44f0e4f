import { configurationInvalid } from "@plastiq-connect/core/adapter";
import {
  type ClaimState,
  type ClaimStore,
  type ClaimStoreOptions,
  checkedRetention,
} from "@plastiq-connect/core/webhooks";

/** A Durable Object namespace with {@link ClaimObject}. The platform's `DurableObjectNamespace` is compatible. */
export interface ClaimNamespace {
  /** Returns the id of the object with this name. */
  // biome-ignore lint/suspicious/noExplicitAny: the platform's types must not be part of this package's
  idFromName(name: string): any;
  /** Returns the object with this id. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  get(id: any): { fetch(url: string, init: { method: string; body: string }): Promise<{ json(): Promise<unknown> }> };
}

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
  const take = (id: string, step: Step): Promise<unknown> => askObject(namespace, id, step);
  return {
    claim: (id, token, lease) => take(id, { step: "claim", token, duration: lease }) as Promise<ClaimState>,
    renew: (id, token, lease) => take(id, { step: "renew", token, duration: lease }) as Promise<boolean>,
    done: async (id, token) => void (await take(id, { step: "done", token, duration: retention })),
    release: async (id, token) => void (await take(id, { step: "release", token, duration: 0 })),
  };
}

/**
 * Sends one step to the Durable Object with this name, and returns its result.
 *
 * @throws ConnectError `configuration_invalid` (it rejects) when the Worker has no such binding.
 */
export async function askObject(namespace: ClaimNamespace, name: string, step: object): Promise<unknown> {
  if (!namespace)
    throw configurationInvalid("The Durable Object namespace is missing: bind it in the Worker's configuration.");
  const object = namespace.get(namespace.idFromName(name));
  const response = await object.fetch("https://object.invalid/", { method: "POST", body: JSON.stringify(step) });
  return await response.json();
}
