import * as newer from "connect-newer";
import * as older from "connect-older";

const CARD = { cardHolderName: "Ada Example", accountNumber: "4242424242424242", cvv: "123", expirationMonth: "12" };
const billingAddress = { line1: "1 Market St", city: "San Francisco", state: "CA", postalCode: "94105", country: "US" };
const data = { ...CARD, billingAddress, expirationYear: String(new Date().getUTCFullYear() + 3) };
const endUser = "none";

function must(holds, otherwise) {
  if (!holds) throw new Error(otherwise);
}

must(newer.VERSION !== older.VERSION, "Both are one version.");
must(newer.ConnectError !== older.ConnectError, "Both are one copy.");

/** Mints with one version, spends twice with the other, and lets the first judge the error. */
async function cross(minting, spending) {
  const [minter, spender] = [minting.createClient(), spending.createClient()];
  const contact = { firstName: "Ada", lastName: "Example", email: "ada@example.com" };
  const payer = await minter.payers.create({ contact }, { endUser });
  const secret = await minter.clientSecrets.create({ payer: { id: payer.id } }, { endUser });
  const spend = () => spender.paymentMethods.create({ type: "CARD", data }, { endUser, clientSecret: secret.reveal() });
  const { id: paymentMethod } = await spend();
  const error = await spend().catch((reason) => reason);
  await Promise.all([minter.close(), spender.close()]);
  must(error instanceof spending.ConnectError, "The error is not of the version that spent.");
  must(!(error instanceof minting.ConnectError), "The classes are one, so that this proves nothing.");
  must(minting.isConnectError(error), `${minting.VERSION} does not recognize an error of ${spending.VERSION}.`);
  return { printed: `${secret}`, traceId: secret.traceId, paymentMethod, again: error.code };
}

console.log(JSON.stringify([await cross(older, newer), await cross(newer, older)]));
