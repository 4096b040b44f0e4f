import type { Page } from "playwright-core";
import type { CheckoutState } from "../checkout-state.ts";
import { aMinutePasses, DECLINED, fillIn, type Opening, save, untilState } from "./checkout.ts";
import type { Place } from "./place.ts";

/** One look of the page, and how to get there. */
export interface Look {
  readonly state: CheckoutState["kind"];
  readonly afterMint?: (place: Place) => NonNullable<Opening["afterMint"]>;
  reach(page: Page, place: Place): Promise<void>;
}

// Longer than anybody looks.
const SLOW = { kind: "latency", delayMs: 9_000 } as const;

const filledAndSaved = async (page: Page): Promise<void> => {
  await fillIn(page);
  await save(page);
};

const after =
  (prepare: (place: Place, page: Page) => unknown): Look["reach"] =>
  async (page, place) => {
    await prepare(place, page);
    await filledAndSaved(page);
  };

/** Every look that a person can tell apart, by the name of its screenshot. */
export const LOOKS: Readonly<Record<string, Look>> = {
  empty: { state: "idle", reach: async () => {} },
  filled: { state: "idle", reach: (page) => fillIn(page) },
  errors: {
    state: "idle",
    async reach(page) {
      await page.getByLabel("Card number").fill("4242424242424241");
      await page.getByLabel("Expiry date").fill("0125");
      await page.getByLabel("Security code").fill("12");
      await save(page);
    },
  },
  minting: {
    state: "minting",
    reach: after(({ sandbox }) => sandbox.control.addFault({ operation: "createClientSecret", ...SLOW })),
  },
  tokenizing: {
    state: "tokenizing",
    reach: after(({ sandbox }) => sandbox.control.addFault({ operation: "createPaymentMethod", ...SLOW })),
  },
  "minting-again": {
    state: "minting-again",
    afterMint: (place) => async (page) => {
      place.sandbox.control.addFault({ operation: "createClientSecret", ...SLOW });
      await aMinutePasses(page, place);
    },
    reach: filledAndSaved,
  },
  "tokenizing-again": {
    state: "tokenizing-again",
    afterMint: (place) => async (page, count) => {
      if (count === 1) await aMinutePasses(page, place);
      else place.sandbox.control.addFault({ operation: "createPaymentMethod", ...SLOW });
    },
    reach: filledAndSaved,
  },
  done: { state: "done", reach: filledAndSaved },
  declined: {
    state: "declined",
    async reach(page) {
      await fillIn(page, DECLINED);
      await save(page);
    },
  },
  refused: {
    state: "refused",
    reach: after(({ sandbox }) =>
      sandbox.control.addFault({ operation: "createPaymentMethod", kind: "status", status: 400 }),
    ),
  },
  expired: { state: "expired", afterMint: (place) => (page) => aMinutePasses(page, place), reach: filledAndSaved },
  busy: {
    state: "busy",
    reach: after(({ sandbox }) =>
      // Longer than the call is willing to wait.
      sandbox.control.addFault({ operation: "createPaymentMethod", kind: "status", status: 503, retryAfter: "45" }),
    ),
  },
  "signed-out": { state: "signed-out", reach: after((_, page) => page.context().clearCookies()) },
  unreachable: {
    state: "unreachable",
    reach: after(({ mintEndpoint }, page) => page.route(mintEndpoint, (route) => route.abort())),
  },
  offline: { state: "offline", reach: after((_, page) => page.context().setOffline(true)) },
  "back-online": {
    state: "back-online",
    async reach(page) {
      await page.context().setOffline(true);
      await filledAndSaved(page);
      await untilState(page, "offline");
      await page.context().setOffline(false);
    },
  },
  unavailable: {
    state: "unavailable",
    reach: after(({ sandbox }) =>
      sandbox.control.addFault({ operation: "createClientSecret", kind: "status", status: 403 }),
    ),
  },
  unknown: {
    state: "unknown",
    reach: after(({ sandbox }) =>
      sandbox.control.addFault({ operation: "createPaymentMethod", kind: "severed", times: null }),
    ),
  },
};
