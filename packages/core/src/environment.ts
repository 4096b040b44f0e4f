import { configurationInvalid } from "./error.ts";
import { parseUrl } from "./schema/url.ts";

/** One of the vendor's two environments. Each has its own API keys and IP allowlist. */
export type Environment = "sandbox" | "production";

/** Options for the address of the API. */
export interface EnvironmentOptions {
  /** The vendor's environment. Default `"sandbox"`, so that no money moves by mistake. */
  readonly environment?: Environment | undefined;
  /**
   * Another address of the API, up to and including `/api`; overrides `environment`. HTTPS, or plain HTTP on loopback
   * (`localhost`, `127.0.0.0/8`, `[::1]`). It must not contain a query, a fragment or credentials.
   */
  readonly baseUrl?: string | undefined;
}

const BASE_URLS: Readonly<Record<Environment, string>> = {
  sandbox: "https://connect.sandbox.plastiq.com/api",
  production: "https://connect.plastiq.com/api",
};

// HTTPS anywhere, plain HTTP on loopback only, and no credentials, query or fragment, not even empty ones.
const USABLE = /^(?:https:\/\/|http:\/\/(?:localhost|\[::1\]|127(?:\.\d+){3})[:/])[^?#@]+$/;

/**
 * Returns the base URL for the options, without a trailing slash.
 *
 * @throws ConnectError `configuration_invalid`; it never repeats the URL, which may contain a password.
 * @see https://docs.developer.plastiq.com/docs/authentication
 * @example
 * ```ts
 * import { baseUrlOf } from "@plastiq-connect/core";
 *
 * console.log(baseUrlOf({ environment: "production" })); // https://connect.plastiq.com/api
 * ```
 */
export function baseUrlOf({ environment = "sandbox", baseUrl }: EnvironmentOptions): string {
  const href = parseUrl(baseUrl ?? BASE_URLS[environment])?.href ?? "";
  if (USABLE.test(href)) return href.replace(/\/+$/, "");
  throw configurationInvalid(
    baseUrl === undefined
      ? 'environment must be "sandbox" or "production".'
      : "baseUrl must be https: (http: on loopback), without credentials, query or fragment.",
  );
}
