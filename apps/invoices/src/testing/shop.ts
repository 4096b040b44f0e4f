import { DatabaseSync } from "node:sqlite";
import { createCaller } from "@plastiq-connect/core";
import { createSqliteJournalStore } from "@plastiq-connect/core/pay-once";
import { createMemoryClaimStore } from "@plastiq-connect/core/webhooks";
import { createSandbox, LOCAL_API_KEY, LOCAL_PAYER_ID, type Sandbox } from "@plastiq-connect/sandbox";
import { createInvoices, createSqliteInvoiceStore, type Invoice, type Invoices, type InvoiceView } from "../index.ts";
import { demoInvoice } from "../invoice.ts";

/** The origin of the shop's pages. */
export const ORIGIN = "https://shop.example";
/** The last segment of the webhook's path. */
export const SECRET = "webhook-secret-of-a-test-with-43-characters-";
const API = "https://api.example/api";

/** A card that works, one that is declined when it pays. */
export const CARDS = { good: "4242424242424242", declined: "4000000000000341" } as const;

/** A shop in this process: invoices over a sandbox. */
export interface Shop {
  readonly sandbox: Sandbox;
  invoices: Invoices;
  readonly errors: unknown[];
  /** Holds a response of the vendor's back. */
  beforeResponse?: ((url: string) => Promise<void>) | undefined;
  /** Replaces parts of every invoice. */
  replaced?: Partial<Invoice>;
  /** Forgets everything that is only in memory, as a new process does. */
  restart(): void;
  send(path: string, init?: RequestInit): Promise<Response>;
  post(path: string, body: unknown, init?: RequestInit): Promise<Response>;
  view(number?: string): Promise<InvoiceView>;
  /** Stores a card at the vendor, as the page does. Returns its id. */
  store(card: string): Promise<string>;
  /** Chooses a card, and returns what the payer sees. */
  choose(paymentMethodId: string): Promise<InvoiceView>;
  pay(quote: string | undefined): Promise<Response>;
}

/** Opens a shop. Jen is signed in, unless a request says otherwise. */
export function openShop(): Shop {
  const sandbox = createSandbox();
  const database = new DatabaseSync(":memory:");
  const errors: unknown[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const response = await sandbox.fetch(new Request(input, init));
    await shop.beforeResponse?.(String(input));
    return response;
  };
  const caller = createCaller({ apiKey: LOCAL_API_KEY, baseUrl: API, fetch, retries: 0 });
  const start = (): Invoices =>
    createInvoices({
      caller,
      journal: createSqliteJournalStore(database),
      store: createSqliteInvoiceStore(database),
      claims: createMemoryClaimStore(),
      webhookSecret: SECRET,
      allowedOrigins: [ORIGIN],
      payerOf: (headers) =>
        headers.get("cookie") === "session=jen" ? LOCAL_PAYER_ID : (headers.get("x-payer") ?? undefined),
      find(number) {
        const invoice = demoInvoice(number);
        return invoice && { ...invoice, ...shop.replaced };
      },
      onError: (error) => errors.push(error),
    });
  const shop: Shop = {
    sandbox,
    errors,
    invoices: start(),
    restart() {
      shop.invoices.close();
      shop.invoices = start();
    },
    send(path: string, { headers, ...init }: RequestInit = {}) {
      const all = { origin: ORIGIN, cookie: "session=jen", ...headers };
      const request = new Request(`https://shop.example${path}`, { ...init, headers: all });
      return shop.invoices.fetch(request, {
        header: (name) => request.headers.get(name) ?? undefined,
        peer: undefined,
      });
    },
    post(path: string, body: unknown, { headers, ...init }: RequestInit = {}) {
      const all = { "content-type": "application/json", ...headers };
      return shop.send(path, { method: "POST", body: JSON.stringify(body), ...init, headers: all });
    },
    async view(number = "1042") {
      return (await (await shop.send(`/invoices/${number}`)).json()) as InvoiceView;
    },
    async store(accountNumber: string) {
      const billingAddress = { line1: "1 Main St", city: "Oakland", state: "CA", postalCode: "94601", country: "US" };
      const date = { expirationMonth: "12", expirationYear: "2039" };
      const data = { cardHolderName: "Jen Doe", accountNumber, cvv: "123", ...date, billingAddress };
      const response = await fetch(`${API}/payment-methods`, {
        method: "POST",
        headers: { authorization: `Bearer ${LOCAL_API_KEY}`, "content-type": "application/json", "user-agent": "test" },
        body: JSON.stringify({ type: "CARD", data, payer: { id: LOCAL_PAYER_ID } }),
      });
      return ((await response.json()) as { id: string }).id;
    },
    async choose(paymentMethodId: string) {
      const response = await shop.post("/invoices/1042/card", { paymentMethodId });
      return (await response.json()) as InvoiceView;
    },
    pay: (quote: string | undefined) => shop.post("/invoices/1042/pay", { quote }),
  };
  return shop;
}

/** The payments that the vendor has made. */
export const paymentsOf = ({ sandbox }: Shop) => sandbox.control.state().payments;
