// CommonJS: this becomes a `require` of an ES module.
import connect = require("@plastiq-connect/node");

const { createClient, endUserFrom, isConnectError, readInbound, VERSION } = connect;

async function main(): Promise<void> {
  const client: connect.NodeClient = createClient();
  const endUser: connect.EndUser = endUserFrom(
    readInbound({ headers: { "user-agent": "A browser" }, socket: { remoteAddress: "203.0.113.7" } }),
  );
  const contact = { firstName: "Ada", lastName: "Example", email: "ada@example.com" };
  const { id } = await client.payers.create({ contact }, { endUser });
  const clientSecret: connect.ClientSecret = await client.clientSecrets.create({ payer: { id } }, { endUser });
  const data: connect.CardData = {
    cardHolderName: "Ada Example",
    accountNumber: "4242424242424242",
    cvv: "123",
    expirationMonth: "12",
    expirationYear: String(new Date().getUTCFullYear() + 3),
    billingAddress: { line1: "1 Market St", city: "San Francisco", state: "CA", postalCode: "94105", country: "US" },
  };
  const spend = () => client.paymentMethods.create({ type: "CARD", data }, { endUser, clientSecret });
  const { id: paymentMethod } = await spend();
  const error: unknown = await spend().catch((reason: unknown) => reason);
  if (!isConnectError(error)) throw error;
  await client.close();

  const { traceId } = clientSecret;
  console.log(
    JSON.stringify({ printed: `${clientSecret}`, traceId, paymentMethod, again: error.code, version: VERSION }),
  );
}

void main();
