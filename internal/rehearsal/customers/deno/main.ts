import { createClient, endUserFrom, isConnectError, readInbound, VERSION } from "npm:@plastiq-connect/deno";

const client = createClient(); // PLASTIQ_API_KEY, PLASTIQ_BASE_URL
const info = { remoteAddr: { transport: "tcp" as const, hostname: "203.0.113.7", port: 50_000 } };
const request = new Request("http://127.0.0.1/", { headers: { "user-agent": "A browser" } });
const endUser = endUserFrom(readInbound(request, info));

const contact = { firstName: "Ada", lastName: "Example", email: "ada@example.com" };
const payer = await client.payers.create({ contact }, { endUser });
const clientSecret = await client.clientSecrets.create({ payer: { id: payer.id } }, { endUser });

const billingAddress = { line1: "1 Market St", city: "San Francisco", state: "CA", postalCode: "94105", country: "US" };
const card = { cardHolderName: "Ada Example", accountNumber: "4242424242424242", cvv: "123", billingAddress };
const data = { ...card, expirationMonth: "12", expirationYear: String(new Date().getUTCFullYear() + 3) };
const spend = () => client.paymentMethods.create({ type: "CARD", data }, { endUser, clientSecret });
const { id: paymentMethod } = await spend();
const error: unknown = await spend().catch((reason: unknown) => reason);
if (!isConnectError(error)) throw error;

const { traceId } = clientSecret;
console.log(
  JSON.stringify({ printed: `${clientSecret}`, traceId, paymentMethod, again: error.code, version: VERSION }),
);
