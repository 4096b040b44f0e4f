/** Settings from the environment variables. */
export interface Settings {
  /** `ALLOWED_ORIGINS`, comma separated: the pages that may mint. There is no default. */
  readonly allowedOrigins: readonly string[];
  /** `MINTS_PER_MINUTE` of one payer. */
  readonly mintsPerMinute: number;
  /** `TRUSTED_HOPS`: how many reverse proxies stand in front. Without one: 0. */
  readonly trustedHops: number;
  /** `DATABASE`: the file of the SQLite database, on a local disk. Without it, there are no invoices. */
  readonly database: string | undefined;
  /** `WEBHOOK_SECRET`: the last segment of the path that the vendor sends events to. Without it, there is no webhook. */
  readonly webhookSecret: string | undefined;
  /** `RECONCILE_SECONDS`: how often unfinished payments are compared with the vendor. */
  readonly reconcileSeconds: number;
  /** `HOST` and `PORT` to listen on; port 0 lets the system choose. */
  readonly host: string;
  readonly port: number;
}

/**
 * Reads the settings; an empty variable counts as not set.
 *
 * @throws Error naming the variable that is missing or wrong.
 */
export function readSettings(variable: (name: string) => string | undefined): Settings {
  const allowedOrigins = listOf(variable("ALLOWED_ORIGINS"));
  if (allowedOrigins.length === 0) {
    throw new Error('Set ALLOWED_ORIGINS to the exact origins of your pages, such as "https://shop.example".');
  }
  const wholeNumber = (name: string, byDefault: number, least = 0): number => {
    const text = variable(name) || String(byDefault);
    if (!/^\d{1,6}$/.test(text) || Number(text) < least) {
      throw new Error(`${name} must be a ${least > 0 ? "positive" : "non-negative"} integer.`);
    }
    return Number(text);
  };
  return {
    allowedOrigins,
    mintsPerMinute: wholeNumber("MINTS_PER_MINUTE", 10),
    trustedHops: wholeNumber("TRUSTED_HOPS", 1),
    database: variable("DATABASE") || undefined,
    webhookSecret: variable("WEBHOOK_SECRET") || undefined,
    reconcileSeconds: wholeNumber("RECONCILE_SECONDS", 60, 1),
    host: variable("HOST") || "0.0.0.0",
    port: wholeNumber("PORT", 8000),
  };
}

function listOf(text = ""): string[] {
  return text
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
}
