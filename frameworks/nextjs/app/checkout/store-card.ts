import { type CardData, deviceId, fetchClientSecret, tokenizeCard, withClientSecret } from "@plastiq-connect/browser";

/** Stores a card at the vendor, with a client secret of your own server. */
export const storeCard = withClientSecret(
  ({ signal }) => fetchClientSecret({ endpoint: "/client-secret", deviceId: deviceId(), signal }),
  (clientSecret, card: CardData, { signal }) =>
    tokenizeCard({
      clientSecret,
      card,
      deviceId: deviceId(),
      environment: "sandbox", // or "production"
      baseUrl: process.env.NEXT_PUBLIC_PLASTIQ_BASE_URL, // for the local sandbox
      signal,
    }),
);
