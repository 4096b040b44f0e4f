import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  type CardData,
  type ClientSecret,
  createClient,
  type EndUser,
  type ErrorCode,
  endUserFrom,
  isConnectError,
  mintEndpoint,
  type NodeClient,
  type NodeClientOptions,
  readInbound,
  VERSION,
} from "@plastiq-connect/node";

const options: NodeClientOptions = { retries: 1 };
const client: NodeClient = createClient(options);
const endUser: EndUser = endUserFrom(
  readInbound({ headers: { "user-agent": "A browser" }, socket: { remoteAddress: "203.0.113.7" } }),
);

const contact = { firstName: "Ada", lastName: "Example", email: "ada@example.com" };
const { id } = await client.payers.create({ contact }, { endUser });
const clientSecret: ClientSecret = await client.clientSecrets.create({ payer: { id } }, { endUser });

const data: CardData = {
  cardHolderName: "Ada Example",
  accountNumber: "4242424242424242",
  cvv: "123",
  expirationMonth: "12",
  expirationYear: String(new Date().getUTCFullYear() + 3),
  billingAddress: { line1: "1 Market St", city: "San Francisco", state: "CA", postalCode: "94105", country: "US" },
};
const spend = () => client.paymentMethods.create({ type: "CARD", data }, { endUser, clientSecret });
const { data: paymentMethod, response } = await spend().withResponse();
if (response.status >= 300) throw new Error(`Status ${response.status}.`);
let again: ErrorCode | undefined;
try {
  await spend();
} catch (error: unknown) {
  if (!isConnectError(error)) throw error;
  again = error.code;
}

// The mint endpoint's types meet node:http's here.
const origin = "https://shop.example";
const endpoint = mintEndpoint({ client, allowedOrigins: [origin], authorize: () => ({ payerId: id }) });
const server = createServer((request, reply) => void endpoint(request, reply));
await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
const { port } = server.address() as AddressInfo;
const minted = await fetch(`http://127.0.0.1:${port}/`, { method: "POST", headers: { origin } });
if (!minted.ok) throw new Error(`The mint endpoint responded with ${minted.status}: ${await minted.text()}`);
server.close();
await client.close();

const { traceId } = clientSecret;
console.log(
  JSON.stringify({ printed: `${clientSecret}`, traceId, paymentMethod: paymentMethod.id, again, version: VERSION }),
);
