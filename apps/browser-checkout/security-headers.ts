import { baseUrlOf } from "@plastiq-connect/core";

/** Where the pages may send something: these addresses, and nowhere else. */
export interface Destinations {
  /** Our own mint endpoint: a path on the page's own origin, or a URL. */
  readonly mintEndpoint: string;
  /** Where our own server has the invoices: a path on the page's own origin, or a URL. */
  readonly invoicesEndpoint: string;
  /** The vendor's API, up to `/api`. */
  readonly baseUrl: string;
}

/** Reads from the variables of the build what the page reads from them, with the same defaults. */
export function destinationsOf(env: Readonly<Record<string, string | undefined>>): Destinations {
  const { VITE_MINT_ENDPOINT, VITE_INVOICES_ENDPOINT, VITE_PLASTIQ_ENVIRONMENT, VITE_PLASTIQ_BASE_URL } = env;
  return {
    mintEndpoint: VITE_MINT_ENDPOINT || "/client-secret",
    invoicesEndpoint: VITE_INVOICES_ENDPOINT || "/invoices",
    baseUrl: baseUrlOf({
      environment: (VITE_PLASTIQ_ENVIRONMENT || "sandbox") as "sandbox",
      baseUrl: VITE_PLASTIQ_BASE_URL || undefined,
    }),
  };
}

/**
 * The headers that every response with the page must carry.
 *
 * They are headers and no `<meta>` tag, because only a header can say `frame-ancestors`: a payment form in somebody
 * else's frame is how people are made to click on what they do not see.
 *
 * @param dev Lets Vite's own client keep its socket open to the page's origin.
 */
export function securityHeaders(destinations: Destinations, dev = false): Record<string, string> {
  const { mintEndpoint, invoicesEndpoint, baseUrl } = destinations;
  // With a slash at its end, a source is everything below it.
  const own = [mintEndpoint, `${invoicesEndpoint}/`];
  const policy = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": [
      // A path of the page's own origin has no absolute form here.
      ...(dev || own.some((address) => address.startsWith("/")) ? ["'self'"] : []),
      ...own.filter((address) => !address.startsWith("/")),
      `${baseUrl}/payment-methods`,
    ].join(" "),
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
  };
  return {
    "Content-Security-Policy": Object.entries(policy)
      .map(([name, value]) => `${name} ${value}`)
      .join("; "),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
  };
}

/** The same in the format of a `_headers` file, which several static hosts read. */
export function headersFile(headers: Readonly<Record<string, string>>): string {
  return `/*\n${Object.entries(headers)
    .map(([name, value]) => `  ${name}: ${value}\n`)
    .join("")}`;
}
