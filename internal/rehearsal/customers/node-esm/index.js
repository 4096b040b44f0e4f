import { createClient, endUserFrom, isConnectError, readInbound, VERSION } from "@plastiq-connect/node";

const client = createClient(); // PLASTIQ_API_KEY, PLASTIQ_BASE_URL
const request = { headers: { "user-agent": "A browser" }, socket: { remoteAddress: "203.0.113.7" } };
const endUser = endUserFrom(readInbound(request));

const contact = { firstName: "Ada", lastName: "Example", email: "ada@example.com" };
const payer = await client.payers.create({ contact }, { endUser });
const clientSecret = await client.clientSecrets.create({ payer: { id: payer.id } }, { endUser });

const billingAddress = { line1: "1 Market St", city: "San Francisco", state: "CA", postalCode: "94105", country: "US" };
const card = { cardHolderName: "Ada Example", accountNumber: "4242424242424242", cvv: "123", billingAddress };
const data = { ...card, expirationMonth: "12", expirationYear: String(new Date().getUTCFullYear() + 3) };
const spend = () => client.paymentMethods.create({ type: "CARD", data }, { endUser, clientSecret });
const { id: paymentMethod } = await spend();
const error = await spend().catch((reason) => reason);
if (!isConnectError(error)) throw error;
await client.close();

const { traceId } = clientSecret;
console.log(
  JSON.stringify({ printed: `${clientSecret}`, traceId, paymentMethod, again: error.code, version: VERSION }),
);
