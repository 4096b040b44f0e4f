/** How long a rotated key keeps working. @see https://docs.developer.plastiq.com/docs/api-keys */
const ROTATION_OVERLAP_MS = 12 * 60 * 60 * 1000;
const MOST_ACTIVE_KEYS = 2;

interface ActiveKey {
  readonly label: string;
  readonly key: string;
  /** The expiry of a rotated key, epoch ms. */
  readonly until: number | null;
}

/** An API key that is active from the start. */
export interface InitialKey {
  readonly label: string;
  readonly key: string;
}

/** The active API keys of an account: at most two, as in the vendor's portal. */
export interface ApiKeys {
  /** Returns the label of an active key, or undefined. */
  labelOf(key: string): string | undefined;
  /** Returns the active keys by their labels. `until` is the expiry of a rotated key, epoch ms. */
  all(): readonly { readonly label: string; readonly until: number | null }[];
  add(label: string, key: string): void;
  rotate(label: string, newLabel: string, newKey: string): void;
  revoke(label: string): void;
  reset(): void;
}

/** Creates the keys of an account. Throws an Error on initial keys that `add` would refuse. `now` returns epoch ms. */
export function createApiKeys(initial: readonly InitialKey[], now: () => number): ApiKeys {
  let keys: ActiveKey[] = [];
  const active = () => {
    keys = keys.filter(({ until }) => until === null || now() < until);
    return keys;
  };
  const found = (label: string) => {
    const key = active().find((candidate) => candidate.label === label);
    if (!key) throw new Error(`No active API key is labeled "${label}".`);
    return key;
  };
  const add = (label: string, key: string) => {
    if (label === "") throw new Error("An API key needs a label.");
    // Messages never contain the key, because they end up in logs.
    if (!/^[!-~]+$/.test(key)) throw new Error("An API key is one or more visible ASCII characters, without spaces.");
    if (active().length >= MOST_ACTIVE_KEYS) throw new Error("Two API keys are active already: revoke one first.");
    if (keys.some((other) => other.label === label))
      throw new Error(`An API key labeled "${label}" is active already.`);
    if (keys.some((other) => other.key === key))
      throw new Error("That API key is active already, under another label.");
    keys.push({ label, key, until: null });
  };
  const reset = () => {
    keys = [];
    for (const { label, key } of initial) add(label, key);
  };
  reset();
  return {
    labelOf: (key) => active().find((candidate) => candidate.key === key)?.label,
    all: () => active().map(({ label, until }) => ({ label, until })),
    add,
    rotate(label, newLabel, newKey) {
      const old = found(label);
      if (old.until !== null) throw new Error(`The API key labeled "${label}" was rotated already.`);
      add(newLabel, newKey);
      keys = keys.map((key) => (key === old ? { ...old, until: now() + ROTATION_OVERLAP_MS } : key));
    },
    revoke(label) {
      const old = found(label);
      keys = keys.filter((key) => key !== old);
    },
    reset,
  };
}
