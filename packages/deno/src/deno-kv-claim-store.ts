import { type ClaimStore, type ClaimStoreOptions, checkedRetention } from "@plastiq-connect/core/webhooks";

/** The part of `Deno.Kv` that `createDenoKvClaimStore` uses. */
export interface ClaimKv {
  /** Reads an entry. */
  get<Value>(key: readonly string[]): Promise<{
    // biome-ignore lint/suspicious/noExplicitAny: Deno's types must not be part of this package's
    readonly key: any;
    readonly value: Value | null;
    readonly versionstamp: string | null;
  }>;
  /** Starts a transaction. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  atomic(): any;
}

interface Entry {
  /** Undefined once the event is done. */
  readonly token?: string | undefined;
  readonly endsAt: number;
}

/** Options for `createDenoKvClaimStore`. */
export interface DenoKvClaimStoreOptions extends ClaimStoreOptions {
  /** First part of every key. Default `plastiq-connect-webhook`. */
  readonly prefix?: string | undefined;
}

/**
 * Creates a claim store in Deno KV. Deno needs the flag `--unstable-kv`.
 *
 * @example
 * ```ts
 * import { createDenoKvClaimStore } from "@plastiq-connect/deno";
 *
 * export const store = createDenoKvClaimStore(await Deno.openKv());
 * ```
 */
export function createDenoKvClaimStore(
  kv: ClaimKv,
  { prefix = "plastiq-connect-webhook", retention: given }: DenoKvClaimStoreOptions = {},
): ClaimStore {
  const retention = checkedRetention(given);
  /** Replaces the current entry by the result of `next`. Undefined changes nothing. */
  async function change(
    id: string,
    next: (entry: Entry | undefined) => Entry | "delete" | undefined,
  ): Promise<{ readonly before: Entry | undefined; readonly changed: boolean }> {
    const key = [prefix, id];
    for (;;) {
      const found = await kv.get<Entry>(key);
      const before = found.value && found.value.endsAt > Date.now() ? found.value : undefined;
      const after = next(before);
      if (after === undefined) return { before, changed: false };
      const transaction = kv.atomic().check(found);
      if (after === "delete") transaction.delete(key);
      else transaction.set(key, after, { expireIn: Math.max(1, after.endsAt - Date.now()) });
      const { ok } = await transaction.commit();
      if (ok) return { before, changed: true };
      // Another operation changed the entry, such as a renewal of this claim. Try again.
    }
  }

  return {
    async claim(id, token, lease) {
      const { before, changed } = await change(id, (entry) =>
        entry ? undefined : { token, endsAt: Date.now() + lease },
      );
      if (changed) return "new";
      return before && before.token === undefined ? "done" : "busy";
    },
    async renew(id, token, lease) {
      const { changed } = await change(id, (entry) =>
        entry?.token === token ? { token, endsAt: Date.now() + lease } : undefined,
      );
      return changed;
    },
    async done(id, token) {
      await change(id, (entry) => (entry?.token === token ? { endsAt: Date.now() + retention } : undefined));
    },
    async release(id, token) {
      await change(id, (entry) => (entry?.token === token ? "delete" : undefined));
    },
  };
}
