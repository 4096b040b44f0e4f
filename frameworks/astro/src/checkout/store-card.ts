import { type CardData, deviceId, fetchClientSecret, tokenizeCard, withClientSecret } from "@plastiq-connect/browser";

// Astro refuses a POST without a content type from a page whose origin it does not know.
const headers = { "content-type": "application/json" };

/** Stores a card at the vendor, with a client secret of your own server. */
export const storeCard = withClientSecret(
  ({ signal }) => fetchClientSecret({ endpoint: "/client-secret", deviceId: deviceId(), headers, signal }),
  (clientSecret, card: CardData, { signal }) =>
    tokenizeCard({
      clientSecret,
      card,
      deviceId: deviceId(),
      environment: "sandbox", // or "production"
      baseUrl: import.meta.env.PUBLIC_PLASTIQ_BASE_URL, // for the local sandbox
      signal,
    }),
);
