import { type CardData, fetchClientSecret, isConnectError, tokenizeCard } from "@plastiq-connect/browser";

const output = document.querySelector("output") as HTMLOutputElement;
const baseUrl = new URLSearchParams(location.search).get("base-url") ?? "";

const card: CardData = {
  cardHolderName: "Ada Example",
  accountNumber: "4242424242424242",
  cvv: "123",
  expirationMonth: "12",
  expirationYear: String(new Date().getUTCFullYear() + 3),
  billingAddress: { line1: "1 Market St", city: "San Francisco", state: "CA", postalCode: "94105", country: "US" },
};

async function buy(): Promise<object> {
  const clientSecret = await fetchClientSecret({ endpoint: "/client-secret" });
  const spend = () => tokenizeCard({ clientSecret, card, baseUrl });
  const { id: paymentMethod } = await spend();
  const error: unknown = await spend().catch((reason: unknown) => reason);
  if (!isConnectError(error)) throw error;
  return { printed: `${clientSecret}`, traceId: clientSecret.traceId, paymentMethod, again: error.code };
}

buy().then(
  (report) => {
    output.value = JSON.stringify(report);
  },
  (error: unknown) => {
    output.value = String(error);
  },
);
