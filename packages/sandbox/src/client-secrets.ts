import { sha256 } from "./sha256.ts";

/** How long a client secret lives. @see https://docs.developer.plastiq.com/reference/post_client-secrets-1 */
const LIFETIME_MS = 60_000;

/** A client secret as the sandbox keeps it. Times in epoch milliseconds. */
export interface ClientSecretRecord {
  /** `client-secret-1` and so on, in the order of minting. */
  readonly label: string;
  readonly secret: string;
  readonly sha256: string;
  readonly payerId: string;
  readonly type: "CARD";
  readonly createdAt: number;
  readonly expiresAt: number;
  /** Burnt by the first call that succeeds with it. */
  spent: boolean;
}

/** The client secrets that were minted. Spent and expired ones stay, to be told apart from those that never were. */
export interface ClientSecrets {
  mint(payerId: string, type: "CARD"): Promise<ClientSecretRecord>;
  find(secret: string): ClientSecretRecord | undefined;
  /** `spent` wins over `expired`: what happened first is what is told. */
  stateOf(record: ClientSecretRecord): "live" | "spent" | "expired";
  all(): readonly ClientSecretRecord[];
  reset(): void;
}

/** Starts with none. `now` is epoch ms; a client secret lives for 60 seconds of it. */
export function createClientSecrets(now: () => number): ClientSecrets {
  const records = new Map<string, ClientSecretRecord>();
  return {
    async mint(payerId, type) {
      const random = Array.from(crypto.getRandomValues(new Uint8Array(24)), (byte) =>
        byte.toString(16).padStart(2, "0"),
      );
      const secret = `LOCALCLIENTSECRET${random.join("").toUpperCase()}`;
      const digest = await sha256(secret);
      const createdAt = now();
      const record: ClientSecretRecord = {
        label: `client-secret-${records.size + 1}`,
        secret,
        sha256: digest,
        payerId,
        type,
        createdAt,
        expiresAt: createdAt + LIFETIME_MS,
        spent: false,
      };
      records.set(secret, record);
      return record;
    },
    find: (secret) => records.get(secret),
    stateOf: (record) => (record.spent ? "spent" : now() >= record.expiresAt ? "expired" : "live"),
    all: () => [...records.values()],
    reset: () => records.clear(),
  };
}
