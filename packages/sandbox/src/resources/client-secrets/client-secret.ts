import * as v from "valibot";
import { fingerprint } from "../../account/fingerprint.ts";
import type { RecordKind } from "../../account/records.ts";
import type { Call, SpendableSecret } from "../../operation/operation.ts";
import { type ResourceView, viewOf } from "../../operation/resource.ts";
import { documented, named } from "../../schema/label.ts";
import { object } from "../../schema/object.ts";

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
  /** The only payer that it may act for; null: any. */
  readonly payerId: string | null;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  /** `spent` or `expired`, whichever happened first. Before, `live`. */
  readonly state: "live" | "spent" | "expired";
}

/** The client secrets of an account. Spent and expired ones stay, so that they can be distinguished from unknown ones. */
export const clientSecrets: RecordKind<ClientSecretRecord> = {
  name: "clientSecrets",
  keyOf: ({ secret }) => secret,
  fields: {
    label: v.string(),
    payerId: v.nullable(v.string()),
    type: v.picklist(["CARD", "WORKFLOW"]),
    spent: v.boolean(),
    secret: v.string(),
    sha256: v.string(),
    createdAt: v.number(),
    expiresAt: v.number(),
  },
};

/** A new client secret in a response. */
export const clientSecretResponse: v.GenericSchema<{ clientSecret: string }> = named(
  "ClientSecret",
  object({
    clientSecret: documented(v.string()),
  }),
);

/** Mints a client secret and returns it. */
export function mint(
  { account, now, random }: Pick<Call, "account" | "now" | "random">,
  { lifetimeMs, ...terms }: Pick<SpendableSecret, "payerId" | "type"> & { readonly lifetimeMs: number },
): string {
  const secret = `LOCALCLIENTSECRET${random.hex(24)}`;
  const minted = account.records(clientSecrets);
  minted.put({
    label: `client-secret-${minted.size + 1}`,
    secret,
    sha256: fingerprint(secret),
    ...terms,
    createdAt: now,
    expiresAt: now + lifetimeMs,
    spent: false,
  });
  return secret;
}

/** Returns the state of a client secret. `spent` takes precedence over `expired`: it happened first. */
export function stateOf({ spent, expiresAt }: ClientSecretRecord, now: number): ClientSecretState["state"] {
  if (spent) return "spent";
  return now >= expiresAt ? "expired" : "live";
}

/** Client secrets have a panel of their own in the inspector. */
export const clientSecretView: ResourceView<ClientSecretState> = viewOf({
  title: "Client secrets",
  kind: clientSecrets,
  show: (record, _account, now) => {
    const { label, sha256, payerId, createdAt, expiresAt } = record;
    return { label, sha256, payerId, createdAt, expiresAt, state: stateOf(record, now) };
  },
});
