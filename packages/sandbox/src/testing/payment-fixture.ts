import { LOCAL_CATEGORY_ID, LOCAL_PAYER_ID, type SandboxOptions } from "../index.ts";
import { address, bankAccount, card, type Fixture, fixture, NOW } from "./fixture.ts";

type Called = Awaited<ReturnType<Fixture["call"]>>;

/** A recipient that the sandbox accepts. */
export const recipient: Record<string, unknown> = {
  businessName: "Coffee Beans Supply Co.",
  categoryId: LOCAL_CATEGORY_ID,
  businessAddress: { line1: "19439 Stevens Creek Blvd", country: "US" },
  contact: { email: "bob@example.com" },
  receivingMethod: {
    type: "ACH",
    accountNumber: "3829473294723",
    routingNumber: "021000021",
    beneficiaryName: "Coffee Beans Supply Co.",
  },
};

/** A check in the mail as a receiving method. */
export const check: Record<string, unknown> = { type: "CHECK", ...address };

/** A {@link Fixture} with short ways to the things that a payment needs. Its clock moves only when it is told to. */
export interface PaymentFixture extends Fixture {
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Called>;
  patch(path: string, body: unknown): Promise<Called>;
  remove(path: string): Promise<Called>;
  /** Returns the id of a new card, or of a new bank account. */
  method(accountNumber?: string, payerId?: string): Promise<string>;
  /** Returns the id of a new payer. */
  payer(): Promise<string>;
  /** Returns a new recipient. */
  recipient(changes?: object): Promise<Called["body"]>;
  /** Returns a new intent of 100 US dollars with a card and a recipient of its own. */
  intent(changes?: object): Promise<Called["body"]>;
  /** Pays an intent by its id. */
  payIntent(id: string, key?: string): Promise<Called>;
  /** Returns a new payment. */
  payment(changes?: object): Promise<Called["body"]>;
  get(path: string): Promise<Called["body"]>;
}

/** Creates a sandbox in-process. */
export function paymentFixture(options: SandboxOptions = {}): PaymentFixture {
  const base = fixture({ now: () => NOW, ...options });
  const post: PaymentFixture["post"] = (path, body, headers = {}) => base.call(path, { body, headers });
  const made = async (path: string, body: unknown) => {
    const { status, body: created } = await post(path, body);
    if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(created)}`);
    return created;
  };
  const method: PaymentFixture["method"] = async (accountNumber = "4242424242424242", payerId = LOCAL_PAYER_ID) => {
    const isCard = accountNumber.length > 12;
    const cvv = accountNumber.startsWith("37") ? "1234" : "123";
    const data = isCard ? { ...card, expirationYear: "2030", accountNumber, cvv } : { ...bankAccount, accountNumber };
    return (await made("/payment-methods", { type: isCard ? "CARD" : "BANK_ACCOUNT", data, payer: { id: payerId } }))
      .id;
  };
  const intent: PaymentFixture["intent"] = async (changes = {}) =>
    made("/payment-intents", {
      payer: { id: LOCAL_PAYER_ID },
      paymentMethod: { id: await method() },
      recipient: { id: (await made("/recipients", recipient)).id },
      targetAmount: { value: 100, currency: "USD" },
      ...changes,
    });
  const payIntent: PaymentFixture["payIntent"] = (id, key) =>
    post(
      "/payments",
      { paymentIntent: { id }, payer: { id: LOCAL_PAYER_ID } },
      key === undefined ? {} : { "idempotency-key": key },
    );
  return {
    ...base,
    post,
    patch: (path, body) => base.call(path, { method: "PATCH", body }),
    remove: (path) => base.call(path, { method: "DELETE" }),
    method,
    payer: async () =>
      (await made("/payers", { contact: { firstName: "Ada", lastName: "Moreau", email: "ada@example.com" } })).id,
    recipient: (changes = {}) => made("/recipients", { ...recipient, ...changes }),
    intent,
    payIntent,
    payment: async (changes = {}) => (await payIntent((await intent(changes)).id)).body,
    get: async (path) => (await base.call(path)).body,
  };
}
