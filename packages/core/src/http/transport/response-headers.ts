import { redactor } from "../../redact.ts";
import type { ApiResponse } from "../operation/operation.ts";
import type { FetchResponse } from "./fetch.ts";

/** The maximum length of a trace id from a response. A UUID has 36 characters. */
export const MAX_TRACE_ID: number = 100;

/** The unredacted headers of a response, with names in lower case. Never show them. */
export interface RawHeaders {
  get(name: string): string | null | undefined;
  forEach(visit: (value: string, name: string) => void): void;
}

/** Returns the headers of a response, not copied: that is expensive on Deno and Bun. */
export function rawHeaders({ headers }: Pick<FetchResponse, "headers">): RawHeaders {
  if ("append" in Object(headers)) return headers as Headers;
  // Those of a test double may be a plain object, or a `Map`, which is case-sensitive.
  const given = typeof headers?.forEach === "function" ? headers : new Map(Object.entries(headers ?? {}));
  const raw = new Map<string, string>();
  given.forEach((value: unknown, name: unknown) => {
    raw.set(String(name).toLowerCase(), String(value));
  });
  return raw;
}

/**
 * Returns the headers in printable form, without secrets. A header, such as an `ETag`, may repeat a client secret of
 * the `body`.
 */
export function shownHeaders(
  raw: RawHeaders,
  clean: (text: string, limit?: number) => string,
  body: string,
): Record<string, string> {
  // At least 8 characters: a shorter one would match by chance. The body may be cut off. The redactor decodes escapes.
  const secrets = body.matchAll(/"clientSecret"\s*:\s*"((?:[^"\\]|\\.){8,})"/g);
  const minted = redactor(Array.from(secrets, ([, text = ""]) => text));
  const shown: Record<string, string> = {};
  raw.forEach((value, given) => {
    // The headers of a DOM in tests keep the case of names.
    const name = given.toLowerCase();
    shown[name] = minted(clean(String(value), name === "trace-id" ? MAX_TRACE_ID : undefined));
  });
  return shown;
}

/**
 * A response whose headers are redacted each time they are read, which is once at most. An object literal with a getter
 * takes several times longer.
 */
export class LazyResponse {
  readonly #show: () => ApiResponse["headers"];

  constructor(facts: Omit<ApiResponse, "headers">, show: () => ApiResponse["headers"]) {
    Object.assign(this, facts);
    this.#show = show;
  }

  get headers(): ApiResponse["headers"] {
    return this.#show();
  }
}
