import { LOCAL_PAYER_ID } from "./options.ts";

/** A postal address, as sent and as answered. */
export interface Address {
  /** Street and house number. */
  readonly line1: string;
  /** Flat, suite or floor. */
  readonly line2?: string;
  /** City or town. */
  readonly city: string;
  /** State, province or region. */
  readonly state: string;
  /** At most 20 characters. */
  readonly postalCode?: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
}

/** A payer as the API answers it: identity documents keep their type and get an id, their value is forgotten. */
export interface PayerRecord {
  /** A UUID v4. */
  readonly id: string;
  /** As it was sent. */
  readonly businessName?: string;
  /** As it was sent. */
  readonly contact: {
    readonly firstName: string;
    readonly lastName: string;
    readonly email?: string;
    readonly phone?: string;
  };
  /** As it was sent. */
  readonly businessAddress?: Address;
  /** ISO 8601. */
  readonly createdAt: string;
  /** Nothing makes it anything else. */
  readonly status: "ACTIVE";
  /** Without their values. */
  readonly identityDocuments: readonly { readonly type: string; readonly id: string }[];
}

/** The payers that the sandbox knows, one of them from the start. Their ids are compared without case. */
export interface Payers {
  add(payer: PayerRecord): void;
  find(id: string): PayerRecord | undefined;
  all(): readonly PayerRecord[];
  /** Forgets every payer but the seeded one. */
  reset(): void;
}

/** Starts with the seeded payer, created at `now` (epoch ms). */
export function createPayers(now: () => number): Payers {
  const records = new Map<string, PayerRecord>();
  // UUIDs are compared without case (RFC 9562, section 4).
  const add = (payer: PayerRecord) => void records.set(payer.id.toLowerCase(), payer);
  const seeded: PayerRecord = {
    id: LOCAL_PAYER_ID,
    businessName: "Local Sandbox Coffee",
    contact: { firstName: "Jen", lastName: "Doe", email: "jen.doe@example.com" },
    createdAt: new Date(now()).toISOString(),
    status: "ACTIVE",
    identityDocuments: [],
  };
  const reset = () => {
    records.clear();
    add(seeded);
  };
  reset();
  return { add, find: (id) => records.get(id.toLowerCase()), all: () => [...records.values()], reset };
}
