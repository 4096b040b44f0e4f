import type { Fault } from "./fault.ts";
import { payerOf } from "./payer-of.ts";

/** Facts that a fault is matched with after the body was read. */
export interface FaultRequest {
  readonly request: Pick<Request, "method" | "url" | "headers">;
  readonly body: unknown;
  /** The payer that the client secret acts for, in lower case. */
  readonly payerOfSecret: string | undefined;
}

/** Returns whether a fault can be matched only after the body was read. */
export function needsBody({ payerId, where }: Fault): boolean {
  return payerId !== undefined || where !== undefined;
}

/** Returns whether a request matches the payer and the values of a fault. */
export function matchesFault({ payerId, where = {} }: Fault, { request, body, payerOfSecret }: FaultRequest): boolean {
  if (payerId !== undefined && payerId.toLowerCase() !== (payerOf(request.url, body) ?? payerOfSecret)) return false;
  return Object.entries(where).every(([field, wanted]) => hasValue(valueAt(field, request, body), String(wanted)));
}

function valueAt(field: string, { method, url, headers }: FaultRequest["request"], body: unknown): unknown {
  const { pathname, searchParams } = new URL(url);
  const [place, ...rest] = field.split(".");
  const name = rest.join(".");
  switch (place) {
    case "method":
      return method;
    case "path":
      return pathname;
    case "header":
      return headers.get(name) ?? undefined;
    case "query":
      return searchParams.get(name) ?? undefined;
    default:
      return fieldOf(body, rest);
  }
}

function fieldOf(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return value;
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return fieldOf((value as Readonly<Record<string, unknown>>)[key], rest);
}

function hasValue(value: unknown, wanted: string): boolean {
  if (value === undefined || (typeof value === "object" && value !== null)) return false;
  const parts = wanted.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join("[^]*")}$`).test(String(value));
}
