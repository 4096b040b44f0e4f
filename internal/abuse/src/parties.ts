import { LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";

/** The only origin whose pages may ask. */
export const ORIGIN = "https://shop.example";

/** The partner's API key. It may be nowhere but at the vendor. */
export const API_KEY = "abuse-suite-api-key-4f0d9c27b1e85a36";

/** The victim: a signed-in user with a payer of their own. */
export const VICTIM = { session: "session-of-the-victim-8c21f6", payerId: LOCAL_PAYER_ID } as const;

/** The attacker, signed in as themselves. The vendor gives their payer its id. */
export const ATTACKER = { session: "session-of-the-attacker-17ab90" } as const;

/** An address that attackers claim to come from. */
export const CLAIMED_ADDRESS = "203.0.113.66";

/** Stands in whatever an attacker tries to bring in, and may come out nowhere. */
export const SMUGGLED = "smuggled-61c2";

/** Stands in the sentence of a vendor's error. It may be logged, and never answered. */
export const VENDOR_SENTENCE = "vendor-sentence-93e5";

/** Stands in all else that a vendor says. It may be neither logged nor answered. */
export const VENDOR_INTERNALS = "vendor-internals-2fd8";

/** How many mints a minute `/limited` allows a payer. */
export const ALLOWED_MINTS = 20;

/** How long `/hanging` waits for the vendor, in milliseconds. */
export const SHORT_BUDGET = 500;

/** The last segment of the path that events arrive at. It may stand in no response and in no log. */
export const WEBHOOK_SECRET = "w5".repeat(22);

/** The only address that may send events to `/listed`. Nobody here has it. */
export const LISTED_ADDRESS = "198.51.100.7";

/** A payment that is not the partner's. */
export const FOREIGN_PAYMENT = "7c0d5a18-3e4b-4f92-a6d1-9b8e2f7c4051";

/** How long `/impatient` waits for a body, in milliseconds. The others wait longer than a busy machine takes. */
export const IMPATIENCE = 500;
