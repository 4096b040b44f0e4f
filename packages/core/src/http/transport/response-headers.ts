import { redactor } from "../../redact.ts";
import type { ApiResponse } from "../operation/operation.ts";
import type { FetchResponse } from "./fetch.ts";

/** The maximum length of a trace id from a response. A UUID has 36 characters. */
export const MAX_TRACE_ID: number = 100;

/** The unredacted headers of a response, with names in lower case. Never show them. */
export type RawHeaders = Readonly<Record<string, string>>;

/** The unredacted headers of a response, each read when it is needed: copying them all is expensive on Deno and Bun. */
export interface ReadHeaders {
  /** Returns one header by its name in lower case. */
  get(name: string): string | undefined;
  /** Returns all headers. */
  all(): RawHeaders;
}

/** Reads the headers of a response. */
export function readHeaders({ headers }: Pick<FetchResponse, "headers">): ReadHeaders {
  const all = (): RawHeaders => {
    const record: Record<string, string> = {};
    // The headers of a test double may be a plain object.
    const given = typeof headers?.forEach === "function" ? headers : new Map(Object.entries(headers ?? {}));
    given.forEach((value: unknown, name: unknown) => {
      record[String(name).toLowerCase()] = String(value);
    });
    return record;
  };
  // A `Map`, which tests pass as headers, also has `get()`, but is case-sensitive.
  if ("append" in Object(headers)) return { get: (name) => (headers as Headers).get(name) ?? undefined, all };
  const record = all();
  return { get: (name) => record[name], all: () => record };
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
  const minted = redactor(mintedIn(body));
  return Object.fromEntries(
    Object.entries(raw).map(([name, value]) => [
      name,
      minted(clean(value, name === "trace-id" ? MAX_TRACE_ID : undefined)),
    ]),
  );
}

// At least `MIN_SECRET_LENGTH` characters: a shorter one would match by chance.
function mintedIn(body: string): string[] {
  return Array.from(body.matchAll(/"clientSecret"\s*:\s*"([^"\\]{8,})"/g), ([, secret = ""]) => secret);
}

/** A response whose headers are redacted when they are read. An object literal with a getter takes several times longer. */
export class LazyResponse {
  #headers: RawHeaders | undefined;
  readonly #show: () => RawHeaders;

  constructor(facts: Omit<ApiResponse, "headers">, show: () => RawHeaders) {
    Object.assign(this, facts);
    this.#show = show;
  }

  get headers(): RawHeaders {
    this.#headers ??= this.#show();
    return this.#headers;
  }
}
