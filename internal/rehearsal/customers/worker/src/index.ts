import {
  type Bindings,
  createClient,
  endUserFrom,
  isConnectError,
  readInbound,
  VERSION,
} from "@plastiq-connect/cloudflare";

export default {
  async fetch(request: Request, env: Bindings): Promise<Response> {
    const client = createClient(env);
    const endUser = endUserFrom(readInbound(request));

    const contact = { firstName: "Ada", lastName: "Example", email: "ada@example.com" };
    const payer = await client.payers.create({ contact }, { endUser });
    const clientSecret = await client.clientSecrets.create({ payer: { id: payer.id } }, { endUser });

    const billingAddress = { line1: "1 Market St", city: "Oakland", state: "CA", postalCode: "94601", country: "US" };
    const card = { cardHolderName: "Ada Example", accountNumber: "4242424242424242", cvv: "123", billingAddress };
    const data = { ...card, expirationMonth: "12", expirationYear: String(new Date().getUTCFullYear() + 3) };
    const spend = () => client.paymentMethods.create({ type: "CARD", data }, { endUser, clientSecret });
    const { id: paymentMethod } = await spend();
    const error: unknown = await spend().catch((reason: unknown) => reason);
    if (!isConnectError(error)) throw error;

    const { traceId } = clientSecret;
    return Response.json({ printed: `${clientSecret}`, traceId, paymentMethod, again: error.code, version: VERSION });
  },
};
