// Core by itself, with a fetch of the customer's runtime and without the types of any.
import { type CallOptions, type Client, createClient, isConnectError, VERSION } from "@plastiq-connect/core";

declare const process: { readonly env: Record<string, string | undefined> };

const { PLASTIQ_API_KEY: apiKey = "", PLASTIQ_BASE_URL: baseUrl = "" } = process.env;
const client: Client = createClient({ apiKey, baseUrl });
const options: CallOptions = { endUser: { userAgent: "A browser", ip: "203.0.113.7" } };

const contact = { firstName: "Ada", lastName: "Example", email: "ada@example.com" };
const { id } = await client.payers.create({ contact }, options);
const clientSecret = await client.clientSecrets.create({ payer: { id } }, options);

const billingAddress = { line1: "1 Market St", city: "San Francisco", state: "CA", postalCode: "94105", country: "US" };
const card = { cardHolderName: "Ada Example", accountNumber: "4242424242424242", cvv: "123", billingAddress };
const data = { ...card, expirationMonth: "12", expirationYear: String(new Date().getUTCFullYear() + 3) };
const spend = () => client.paymentMethods.create({ type: "CARD", data }, { ...options, clientSecret });
const { id: paymentMethod } = await spend();
const error: unknown = await spend().catch((reason: unknown) => reason);
if (!isConnectError(error)) throw error;

const { traceId } = clientSecret;
console.log(
  JSON.stringify({ printed: `${clientSecret}`, traceId, paymentMethod, again: error.code, version: VERSION }),
);
