import { configurationInvalid } from "./error.ts";

/** One of the vendor's two environments. API keys and IP allowlists do not cross them. */
export type Environment = "sandbox" | "production";

/** Where the API is. */
export interface EnvironmentOptions {
  /** The vendor's environment. Default `"sandbox"`: money moves only where somebody asked for it. */
  readonly environment?: Environment | undefined;
  /**
   * Another address of the API, up to and including `/api`; wins over `environment`. HTTPS, or plain HTTP on loopback
   * (`localhost`, `127.0.0.0/8`, `[::1]`). A query, a fragment or credentials in it are refused.
   */
  readonly baseUrl?: string | undefined;
}

const BASE_URLS: Readonly<Record<Environment, string>> = {
  sandbox: "https://connect.sandbox.plastiq.com/api",
  production: "https://connect.plastiq.com/api",
};

// HTTPS anywhere, plain HTTP on loopback only; then neither credentials nor a query nor a fragment, be they empty.
const USABLE = /^(?:https:\/\/|http:\/\/(?:localhost|\[::1\]|127(?:\.\d+){3})[:/])[^?#@]+$/;

/**
 * The base URL that the options mean, without a slash at its end.
 *
 * @throws ConnectError `configuration_invalid`; it never repeats the URL, which may hold a password.
 * @see https://docs.developer.plastiq.com/docs/authentication
 */
export function baseUrlOf({ environment = "sandbox", baseUrl }: EnvironmentOptions): string {
  const url = baseUrl ?? BASE_URLS[environment];
  const href = hrefOf(url);
  if (USABLE.test(href)) return href.replace(/\/+$/, "");
  throw configurationInvalid(
    baseUrl === undefined
      ? 'environment must be "sandbox" or "production".'
      : "baseUrl must be https: (http: on loopback), without credentials, query or fragment.",
  );
}

// `URL.canParse` is younger than some of the browsers that people pay with.
function hrefOf(url: string): string {
  try {
    return new URL(url).href;
  } catch {
    return "";
  }
}
