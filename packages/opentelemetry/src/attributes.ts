import type { Attributes } from "@opentelemetry/api";
import { isConnectError } from "@plastiq-connect/core";
import { urlTemplate } from "@plastiq-connect/core/adapter";

/** The name of the tracer and of the meter. */
export const SCOPE: string = "@plastiq-connect/opentelemetry";

// Most calls repeat one operation at one URL, so its attributes are kept.
let last: {
  readonly operation: string;
  readonly method: string;
  readonly url: string;
  readonly attributes: Attributes;
};

/** Returns the attributes of a request by the semantic conventions for HTTP, as a new object. The query is left out. */
export function requestAttributes(operation: string, method: string, url: string): Attributes {
  if (last?.url !== url || last.method !== method || last.operation !== operation) {
    const attributes = { "plastiq.operation": operation, "http.request.method": method, ...addressAttributes(url) };
    last = { operation, method, url, attributes };
  }
  return { ...last.attributes };
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

/** Adds the outcome of a call or an attempt, and the kind of its failure: the code of a `ConnectError`, or a class. */
export function addOutcome(attributes: Attributes, error: unknown): Attributes {
  if (error === undefined) attributes["plastiq.outcome"] = "succeeded";
  else if (isConnectError(error)) {
    attributes["plastiq.outcome"] = error.outcome;
    attributes["error.type"] = error.code;
  } else {
    const { name = "" } = Object(error);
    attributes["plastiq.outcome"] = "unknown";
    // The name of any other error may be any text.
    attributes["error.type"] = /^[A-Za-z]{1,40}$/.test(name) ? name : "_OTHER";
  }
  return attributes;
}

/** Returns the attributes that have a value. */
export function present(attributes: Attributes): Attributes {
  const set: Attributes = {};
  for (const name of Object.keys(attributes)) if (attributes[name] !== undefined) set[name] = attributes[name];
  return set;
}
