/** The settings of a deployment. All of them are public: they are part of the page. */
export interface Settings {
  /** Our own server's mint endpoint. */
  readonly mintEndpoint: string;
  /** Where our own server has the invoices. */
  readonly invoicesEndpoint: string;
  /** The vendor's environment. */
  readonly environment: "sandbox" | "production";
  /** The vendor's API elsewhere, such as the local sandbox; then the environment is ignored. */
  readonly baseUrl: string | undefined;
  /** Where people see their saved cards, to check when an outcome is unknown. */
  readonly savedCardsUrl: string | undefined;
  /** Where people go on after a card was saved. */
  readonly continueUrl: string;
}

const { VITE_MINT_ENDPOINT, VITE_INVOICES_ENDPOINT, VITE_PLASTIQ_ENVIRONMENT, VITE_PLASTIQ_BASE_URL } = import.meta.env;
const { VITE_SAVED_CARDS_URL, VITE_CONTINUE_URL } = import.meta.env;

/** The settings of this build; `security-headers.ts` has the same defaults. */
export const settings: Settings = {
  mintEndpoint: VITE_MINT_ENDPOINT || "/client-secret",
  invoicesEndpoint: VITE_INVOICES_ENDPOINT || "/invoices",
  environment: VITE_PLASTIQ_ENVIRONMENT || "sandbox",
  baseUrl: VITE_PLASTIQ_BASE_URL || undefined,
  savedCardsUrl: VITE_SAVED_CARDS_URL || undefined,
  continueUrl: VITE_CONTINUE_URL || VITE_SAVED_CARDS_URL || "/",
};
