import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { RunningSandbox } from "../server/index.ts";
import { LOCAL_API_KEY, LOCAL_PAYER_ID, LOCAL_RENT_CATEGORY_ID } from "../settings.ts";
import { bankAccount, card } from "./fixture.ts";
import { recipient } from "./payment-fixture.ts";

interface Made {
  readonly id: string;
}

/** Short ways to make over HTTP what a payment needs. */
export interface PaymentMaker {
  send(path: string, body: object, headers?: Record<string, string>): Promise<Response>;
  /** Returns a new intent with a card, or with another payment method or recipient. */
  intent(changes?: object): Promise<Made>;
  pay(intent: Made): Promise<Made>;
  method(accountNumber: string): Promise<Made>;
  recipient(changes?: object): Promise<Made>;
}

/** Makes payments in a running sandbox. */
export function paymentMaker({ baseUrl }: RunningSandbox): PaymentMaker {
  const send: PaymentMaker["send"] = (path, body, headers = {}) =>
    fetch(`${baseUrl}/${path}`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${LOCAL_API_KEY}`,
        "content-type": "application/json",
        "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
        ...headers,
      },
      body: JSON.stringify(body),
    });
  const made = async (path: string, body: object) => (await (await send(path, body)).json()) as Made;
  const payer = { id: LOCAL_PAYER_ID };
  const maker: PaymentMaker = {
    send,
    method: (accountNumber) =>
      accountNumber.length > 12
        ? made("payment-methods", {
            type: "CARD",
            data: {
              ...card,
              accountNumber,
              expirationYear: "2099",
              cvv: accountNumber.startsWith("37") ? "1234" : "123",
            },
            payer,
          })
        : made("payment-methods", { type: "BANK_ACCOUNT", data: { ...bankAccount, accountNumber }, payer }),
    recipient: (changes = {}) => made("recipients", { ...recipient, ...changes }),
    intent: async (changes = {}) =>
      made("payment-intents", {
        payer,
        paymentMethod: { id: (await maker.method("4242424242424242")).id },
        recipient: { id: (await maker.recipient()).id },
        targetAmount: { value: 100, currency: "USD" },
        ...changes,
      }),
    pay: ({ id }) => made("payments", { paymentIntent: { id }, payer }),
  };
  return maker;
}

/** Starts a webhook endpoint that fails once, and then responds with JSON that has a secret in it. */
export async function startEndpoint(): Promise<Server & { readonly url: string }> {
  let count = 0;
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      count += 1;
      response.writeHead(count === 1 ? 503 : 200, { "content-type": "application/json" });
      response.end(JSON.stringify({ handled: count > 1, clientSecret: "never-shown" }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return Object.assign(server, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/secret-path` });
}

/** Makes a payment of every kind in a sandbox: open, refused, declined, reviewed, deposited, refunded, failed. */
export async function populatePayments(sandbox: RunningSandbox): Promise<void> {
  const { control } = sandbox;
  const { intent, method, pay, recipient: made, send } = paymentMaker(sandbox);
  const amount = (value: number) => ({ targetAmount: { value, currency: "USD" } });
  const payBy = async (accountNumber: string, value: number) =>
    intent({ ...amount(value), paymentMethod: { id: (await method(accountNumber)).id } });
  const expired = await intent(amount(12));
  control.expireIntent(expired.id);
  const landlord = await made({ businessName: "Harbour Lofts", categoryId: LOCAL_RENT_CATEGORY_ID });
  await intent({
    ...amount(1800),
    recipient: landlord,
    paymentMethod: { id: (await method("378282246310005")).id },
  });
  const bank = await pay(await payBy("000000000001", 310));
  control.advancePayment(bank.id, "NOT_CAPTURED");
  const declined = await payBy("4000000000000341", 64);
  await pay(declined);
  const deposited = await pay(await intent(amount(49.9)));
  for (let step = 0; step < 2; step += 1) control.advancePayment(deposited.id);
  const refunded = await pay(await intent(amount(5)));
  await send(`payments/${refunded.id}/refunds`, { payerId: LOCAL_PAYER_ID });
  const lost = await intent(amount(75.5));
  control.addFault({ operation: "createPayment", kind: "severed" });
  await pay(lost).catch(() => undefined);
  const found = await pay(lost);
  control.requestDocument(found.id, "SUPPLIER_INVOICE_OR_PURCHASE_ORDER");
  await send("documents", {
    type: "INVOICE",
    fileType: "pdf",
    filename: "invoice.pdf",
    payer: { id: LOCAL_PAYER_ID },
    payment: { id: found.id },
  });
  await pay(await intent(amount(1042)));
  await intent(amount(20));
}
