import type { Attributes } from "@opentelemetry/api";
import { isConnectError } from "@plastiq-connect/core";
import { urlTemplate } from "@plastiq-connect/core/adapter";

/** The name of the tracer and of the meter. */
export const SCOPE: string = "@plastiq-connect/opentelemetry";

// Most calls go to one address: it is taken apart once.
let last: { readonly url: string; readonly attributes: Attributes } | undefined;

/** Returns the attributes of a request by the semantic conventions for HTTP. The query is left out. */
export function requestAttributes(method: string, url: string): Attributes {
  if (last?.url !== url) last = { url, attributes: addressAttributes(url) };
  return { "http.request.method": method, ...last.attributes };
}

function addressAttributes(url: string): Attributes {
  const { protocol, hostname, port, origin, pathname } = new URL(url);
  return {
    "server.address": hostname,
    "server.port": Number(port) || (protocol === "https:" ? 443 : 80),
    "url.full": origin + pathname,
    "url.template": urlTemplate(url),
  };
}

/** Returns the outcome of a call or an attempt, and the kind of its failure: the code of a `ConnectError`, or a class. */
export function outcomeAttributes(error: unknown): Attributes {
  if (error === undefined) return { "plastiq.outcome": "succeeded" };
  if (isConnectError(error)) return { "plastiq.outcome": error.outcome, "error.type": error.code };
  const { name } = Object(error);
  // The name of an error that is not ours may be any text.
  return { "plastiq.outcome": "unknown", "error.type": /^[A-Za-z]{1,40}$/.test(name) ? name : "_OTHER" };
}

/** Returns the attributes that have a value. */
export function present(attributes: Attributes): Attributes {
  const set: Attributes = {};
  for (const name of Object.keys(attributes)) if (attributes[name] !== undefined) set[name] = attributes[name];
  return set;
}
