/** What differs between deployments. Everything here is public: it is in the page. */
export interface Settings {
  /** Our own server's mint endpoint. */
  readonly mintEndpoint: string;
  /** Which of the vendor's environments. */
  readonly environment: "sandbox" | "production";
  /** The vendor's API elsewhere, such as the local sandbox; then the environment does not count. */
  readonly baseUrl: string | undefined;
  /** Where people see their saved cards, to look when an outcome is unknown. */
  readonly savedCardsUrl: string | undefined;
}

const { VITE_MINT_ENDPOINT, VITE_PLASTIQ_ENVIRONMENT, VITE_PLASTIQ_BASE_URL, VITE_SAVED_CARDS_URL } = import.meta.env;

/** The settings of this build; `security-headers.ts` has the same defaults. */
export const settings: Settings = {
  mintEndpoint: VITE_MINT_ENDPOINT || "/client-secret",
  environment: VITE_PLASTIQ_ENVIRONMENT || "sandbox",
  baseUrl: VITE_PLASTIQ_BASE_URL || undefined,
  savedCardsUrl: VITE_SAVED_CARDS_URL || undefined,
};
