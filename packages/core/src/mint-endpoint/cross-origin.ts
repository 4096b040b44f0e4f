import { configurationInvalid } from "../error.ts";
import { parseUrl } from "../schema/url.ts";

/** The rules for cross-origin requests, and the response headers that state them. */
export interface CrossOrigin {
  /** Returns the CORS headers for an allowed origin, or undefined when the request must be refused. */
  admit(request: Request): Readonly<Record<string, string>> | undefined;
  /** Additional headers of the response to a preflight. */
  readonly preflight: Readonly<Record<string, string>>;
}

// The headers of the browser package and of a session. The user can add others.
const REQUEST_HEADERS = ["authorization", "content-type", "end-user-device-id"];

/**
 * Creates the rules that admit the pages of exactly these origins. They refuse a missing or `null` origin, and a request
 * that the browser marks as not made by a page's script.
 *
 * @throws ConnectError `configuration_invalid` when an entry is not an origin, such as `*` or one with a path, or not a
 * header name.
 */
export function crossOrigin(allowedOrigins: readonly string[], allowedHeaders: readonly string[] = []): CrossOrigin {
  if (!Array.isArray(allowedOrigins) || allowedOrigins.length === 0 || !allowedOrigins.every(isOrigin)) {
    throw configurationInvalid(
      'allowedOrigins must list exact origins, such as "https://shop.example" or "capacitor://localhost".',
    );
  }
  const wanted = REQUEST_HEADERS.concat(allowedHeaders);
  if (!Array.isArray(allowedHeaders) || !wanted.every((name) => typeof name === "string" && /^[\w-]+$/.test(name))) {
    throw configurationInvalid("allowedHeaders must list header names.");
  }
  const allowed = new Set(allowedOrigins);
  return {
    admit({ headers }) {
      const origin = headers.get("origin") ?? "";
      // Only the browser can set these headers. Old browsers omit them.
      const site = headers.get("sec-fetch-site") ?? "same-origin";
      const mode = headers.get("sec-fetch-mode") ?? "cors";
      if (!allowed.has(origin) || !SITES.includes(site) || !MODES.includes(mode)) return undefined;
      return {
        "access-control-allow-origin": origin,
        "access-control-allow-credentials": "true",
        "access-control-expose-headers": "retry-after, trace-id",
      };
    },
    preflight: {
      "access-control-allow-methods": "POST",
      "access-control-allow-headers": wanted.join(", "),
      "access-control-max-age": "600",
    },
  };
}

// Without "none" and "navigate", which are requests of a form or the address bar.
const SITES = ["same-origin", "same-site", "cross-site"];
const MODES = ["cors", "same-origin"];

// An application's own scheme, such as `capacitor:`, in the form of an origin.
const APP_ORIGIN =
  /^(?!(?:https?|wss?|ftp|file|data|blob|about|javascript):)[a-z][a-z\d+.-]*:\/\/[a-z\d._-]+(?::\d+)?$/;

function isOrigin(origin: unknown): boolean {
  if (typeof origin !== "string") return false;
  // The URL parser accepts `*` in a host.
  return APP_ORIGIN.test(origin) || (/^https?:[^*]*$/.test(origin) && parseUrl(origin)?.origin === origin);
}
