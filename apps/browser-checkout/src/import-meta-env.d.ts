/** The variables of the build that the page reads. */
interface ImportMetaEnv {
  readonly VITE_MINT_ENDPOINT?: string;
  readonly VITE_INVOICES_ENDPOINT?: string;
  readonly VITE_PLASTIQ_ENVIRONMENT?: "sandbox" | "production";
  readonly VITE_PLASTIQ_BASE_URL?: string;
  readonly VITE_SAVED_CARDS_URL?: string;
  readonly VITE_CONTINUE_URL?: string;
}
