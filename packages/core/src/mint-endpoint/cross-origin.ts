import { configurationInvalid } from "../error.ts";

/** Who may use the endpoint from a browser, and what the browser is told about it. */
export interface CrossOrigin {
  /** The answer's headers when a page of an allowed origin asks; undefined when the request is to be refused. */
  admit(request: Request): Readonly<Record<string, string>> | undefined;
  /** What a preflight of an allowed origin is answered with, besides. */
  readonly preflight: Readonly<Record<string, string>>;
}

// What our browser package and a session need; the user may add to it.
const REQUEST_HEADERS = ["authorization", "content-type", "end-user-device-id"];

/**
 * Admits the pages of exactly these origins. A missing or `null` origin is refused, and so is what the browser itself
 * says is no request of a page's script.
 *
 * @throws ConnectError `configuration_invalid` when an entry is no origin, such as `*` or one with a path, or no header name.
 */
export function crossOrigin(allowedOrigins: readonly string[], allowedHeaders: readonly string[] = []): CrossOrigin {
  if (!Array.isArray(allowedOrigins) || allowedOrigins.length === 0 || !allowedOrigins.every(isOrigin)) {
    throw configurationInvalid(
      '`allowedOrigins` must list exact origins, such as "https://shop.example" or "capacitor://localhost".',
    );
  }
  const wanted = [...REQUEST_HEADERS, ...allowedHeaders];
  if (!wanted.every((name) => typeof name === "string" && /^[\w-]+$/.test(name))) {
    throw configurationInvalid("`allowedHeaders` must list header names.");
  }
  const allowed = new Set(allowedOrigins);
  return {
    admit({ headers }) {
      const origin = headers.get("origin") ?? "";
      // Set by the browser, out of reach of a page's script; old browsers leave them out.
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

// Not "none" and "navigate": a page's script does not make such requests, a form or an address bar does.
const SITES = ["same-origin", "same-site", "cross-site"];
const MODES = ["cors", "same-origin"];

// An application's own scheme, such as capacitor:, as a browser writes its origin.
const APP_ORIGIN =
  /^(?!(?:https?|wss?|ftp|file|data|blob|about|javascript):)[a-z][a-z\d+.-]*:\/\/[a-z\d._-]+(?::\d+)?$/;

function isOrigin(origin: unknown): boolean {
  if (typeof origin !== "string") return false;
  if (APP_ORIGIN.test(origin)) return true;
  try {
    return /^https?:/.test(origin) && new URL(origin).origin === origin;
  } catch {
    return false;
  }
}
