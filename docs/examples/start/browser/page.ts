import {
  type CardData,
  fetchClientSecret,
  isConnectError,
  tokenizeCard,
  withClientSecret,
} from "@plastiq-connect/browser";

const storeCard = withClientSecret(
  () => fetchClientSecret({ endpoint: "/client-secret" }),
  (clientSecret, card: CardData) => tokenizeCard({ clientSecret, card, baseUrl: "http://127.0.0.1:4010/api" }),
);

const testCard: CardData = {
  cardHolderName: "Ada Example",
  accountNumber: "4242424242424242",
  cvv: "123",
  expirationMonth: "12",
  expirationYear: "2099",
  billingAddress: { line1: "1 Main St", city: "Austin", state: "TX", postalCode: "78701", country: "US" },
};

const output = document.querySelector("output") as HTMLOutputElement;

document.querySelector("button")?.addEventListener("click", async () => {
  try {
    const { data } = await storeCard(testCard);
    output.value = `Stored: ${data?.brand ?? "Card"} ending in ${data?.last4 ?? "····"}`;
  } catch (error) {
    if (!isConnectError(error)) throw error;
    output.value = error.message; // for developers: show your users a message of your own
  }
});
