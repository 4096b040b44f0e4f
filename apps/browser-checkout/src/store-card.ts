import {
  type CardData,
  deviceId,
  fetchClientSecret,
  type PaymentMethod,
  type SecretState,
  tokenizeCard,
  withClientSecret,
} from "@plastiq-connect/browser";
import type { Settings } from "./settings.ts";

/**
 * Makes the function that stores a card at the vendor: it asks our own server for a client secret, and spends it from
 * here. A call while one is in progress is the same call.
 */
export function createStoreCard(
  { mintEndpoint, environment, baseUrl }: Settings,
  onState: (state: SecretState) => void,
): (card: CardData) => Promise<PaymentMethod> {
  const device = deviceId();
  return withClientSecret(
    // The endpoint may be on another origin, and knows the visitor by a cookie.
    () => fetchClientSecret({ endpoint: mintEndpoint, deviceId: device, credentials: "include" }),
    (clientSecret, card: CardData) => tokenizeCard({ clientSecret, card, deviceId: device, environment, baseUrl }),
    { onState },
  );
}
