import { type CardData, deviceId, fetchClientSecret, tokenizeCard, withClientSecret } from "@plastiq-connect/browser";

/**
 * Stores a card at the vendor, with a client secret of your own server.
 *
 * It is created once, outside of every component: a second render, such as React's StrictMode makes, must not create a
 * second one, which would not know of the call in progress.
 */
export const storeCard = withClientSecret(
  ({ signal }) => fetchClientSecret({ endpoint: "/client-secret", deviceId: deviceId(), signal }),
  (clientSecret, card: CardData, { signal }) =>
    tokenizeCard({
      clientSecret,
      card,
      deviceId: deviceId(),
      environment: "sandbox", // or "production"
      baseUrl: import.meta.env.VITE_PLASTIQ_BASE_URL, // for the local sandbox
      signal,
    }),
);
