import type { RecordKind } from "../../account/records.ts";
import type { SpendableSecret } from "../../operation/operation.ts";
import type { ResourceView } from "../../operation/resource.ts";

/** A client secret as the sandbox keeps it. Times in epoch milliseconds. */
export interface ClientSecretRecord extends SpendableSecret {
  readonly secret: string;
  /** The first 8 bytes of its SHA-256, as 16 hex digits. */
  readonly sha256: string;
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** A client secret without the secret. */
export interface ClientSecretState {
  /** `client-secret-1` and so on, in the order of minting. */
  readonly label: string;
  /** The first 8 bytes of its SHA-256, as 16 hex digits. */
  readonly sha256: string;
  readonly payerId: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  readonly state: "live" | "spent" | "expired";
}

/** The client secrets of an account. Spent and expired ones stay, to be told apart from those that never were. */
export const clientSecrets: RecordKind<ClientSecretRecord> = {
  name: "clientSecrets",
  keyOf: ({ secret }) => secret,
};

/** Returns the state of a client secret. `spent` wins over `expired`: it happened first. */
export function stateOf({ spent, expiresAt }: ClientSecretRecord, now: number): ClientSecretState["state"] {
  if (spent) return "spent";
  return now >= expiresAt ? "expired" : "live";
}

/** Client secrets have a panel of their own in the inspector. */
export const clientSecretView: ResourceView<ClientSecretState> = {
  title: "Client secrets",
  count: (account) => account.records(clientSecrets).size,
  list: (account, now, most) =>
    account
      .records(clientSecrets)
      .all()
      .slice(-most)
      .map((record) => {
        const { label, sha256, payerId, createdAt, expiresAt } = record;
        return { label, sha256, payerId, createdAt, expiresAt, state: stateOf(record, now) };
      }),
};
