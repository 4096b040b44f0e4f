import type { Page } from "puppeteer-core";
import type { CheckoutState } from "../checkout-state.ts";
import type { InvoiceScreen } from "../invoice/invoice-state.ts";
import {
  aMinutePasses,
  autofill,
  chooseCountry,
  DECLINED,
  fillIn,
  type Opening,
  save,
  untilState,
} from "./checkout.ts";
import type { Site } from "./site.ts";

/** One screen of the page, and how to get there. */
export interface Screen {
  readonly state: CheckoutState["kind"] | InvoiceScreen;
  readonly afterMint?: (site: Site) => NonNullable<Opening["afterMint"]>;
  reach(page: Page, site: Site): Promise<void>;
}

// Longer than anybody looks.
const SLOW = { kind: "latency", delayMs: 9_000 } as const;

const filledAndSaved = async (page: Page): Promise<void> => {
  await fillIn(page);
  await save(page);
};

const after =
  (prepare: (site: Site, page: Page) => unknown): Screen["reach"] =>
  async (page, site) => {
    await prepare(site, page);
    await filledAndSaved(page);
  };

async function signOut(_site: Site, page: Page): Promise<void> {
  const context = page.browserContext();
  await context.deleteCookie(...(await context.cookies()));
}

/** Every screen that a person can tell apart, by the name of its screenshot. */
export const CHECKOUT_SCREENS: Readonly<Record<string, Screen>> = {
  empty: { state: "idle", reach: async () => {} },
  filled: { state: "idle", reach: (page) => fillIn(page) },
  errors: {
    state: "idle",
    async reach(page) {
      await autofill(page, { "card-number": "4242424242424241", "card-expiry": "0125", "card-code": "12" });
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
    afterMint: (site) => async (page) => {
      site.sandbox.control.addFault({ operation: "createClientSecret", ...SLOW });
      await aMinutePasses(page, site);
    },
    reach: filledAndSaved,
  },
  "tokenizing-again": {
    state: "tokenizing-again",
    afterMint: (site) => async (page, count) => {
      if (count === 1) await aMinutePasses(page, site);
      else site.sandbox.control.addFault({ operation: "createPaymentMethod", ...SLOW });
    },
    reach: filledAndSaved,
  },
  done: { state: "done", reach: filledAndSaved },
  declined: {
    state: "declined",
    async reach(page) {
      await fillIn(page, { "card-number": DECLINED });
      await save(page);
    },
  },
  "long-number": {
    state: "idle",
    async reach(page) {
      await fillIn(page, { "card-number": "6304000000000000000" });
      await chooseCountry(page, "HK");
      await autofill(page, { "address-postal-code": "" });
    },
  },
  refused: {
    state: "refused",
    reach: after(({ sandbox }) =>
      sandbox.control.addFault({ operation: "createPaymentMethod", kind: "status", status: 400 }),
    ),
  },
  expired: { state: "expired", afterMint: (site) => (page) => aMinutePasses(page, site), reach: filledAndSaved },
  busy: {
    state: "busy",
    reach: after(({ sandbox }) =>
      // Longer than the call is willing to wait.
      sandbox.control.addFault({ operation: "createPaymentMethod", kind: "status", status: 503, retryAfter: "45" }),
    ),
  },
  "signed-out": { state: "signed-out", reach: after(signOut) },
  unreachable: {
    state: "unreachable",
    reach: after(async ({ mintEndpoint }, page) => {
      await page.setRequestInterception(true);
      page.on("request", (request) => void (request.url() === mintEndpoint ? request.abort() : request.continue()));
    }),
  },
  offline: { state: "offline", reach: after((_, page) => page.setOfflineMode(true)) },
  "back-online": {
    state: "back-online",
    async reach(page) {
      await page.setOfflineMode(true);
      await filledAndSaved(page);
      await untilState(page, "offline");
      await page.setOfflineMode(false);
    },
  },
  unavailable: {
    state: "unavailable",
    reach: after(({ sandbox }) =>
      sandbox.control.addFault({ operation: "createClientSecret", kind: "status", status: 403 }),
    ),
  },
  "unknown-after-reload": {
    state: "unknown",
    async reach(page) {
      await page.evaluate(() => sessionStorage.setItem("checkout.card-in-progress", "1"));
      await page.reload();
    },
  },
  unknown: {
    state: "unknown",
    reach: after(({ sandbox }) =>
      sandbox.control.addFault({ operation: "createPaymentMethod", kind: "severed", times: null }),
    ),
  },
};
