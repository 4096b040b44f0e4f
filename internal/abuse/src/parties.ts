import { LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";

/** The only allowed origin. */
export const ORIGIN = "https://shop.example";

/** The partner's API key. Only the vendor may get it. */
export const API_KEY = "abuse-suite-api-key-4f0d9c27b1e85a36";

/** The victim: a signed-in user with a payer of their own. */
export const VICTIM = { session: "session-of-the-victim-8c21f6", payerId: LOCAL_PAYER_ID } as const;

/** The attacker, signed in as themselves. The vendor gives their payer its id. */
export const ATTACKER = { session: "session-of-the-attacker-17ab90" } as const;

/** An address that attackers claim to come from. */
export const CLAIMED_ADDRESS = "203.0.113.66";

/** Part of everything that an attacker injects. It must not appear anywhere. */
export const SMUGGLED = "smuggled-61c2";

/** Part of the message of a vendor's error. It may be logged, but no response may contain it. */
export const VENDOR_SENTENCE = "vendor-sentence-93e5";

/** Part of everything else in a vendor's response. No log and no response may contain it. */
export const VENDOR_INTERNALS = "vendor-internals-2fd8";

/** How many mints `/limited` allows a payer in a minute. */
export const ALLOWED_MINTS = 20;

/** How long `/hanging` waits for the vendor, in milliseconds. */
export const SHORT_BUDGET = 500;

/** The last segment of the path of the webhook endpoint. No response and no log may contain it. */
export const WEBHOOK_SECRET = "w5".repeat(22);

/** The only address that may send events to `/listed`. No test has it. */
export const LISTED_ADDRESS = "198.51.100.7";

/** A payment that is not the partner's. */
export const FOREIGN_PAYMENT = "7c0d5a18-3e4b-4f92-a6d1-9b8e2f7c4051";

/** How long `/impatient` waits for a body, in milliseconds. The others wait longer than a busy machine needs. */
export const IMPATIENCE = 500;
