import type { Fate } from "./fate.ts";
import type { Random } from "./random.ts";

/** The facts that the other side of a request knows. */
export interface KnownRequest {
  /** The card's security code, if the request has one. */
  readonly cvv: string;
  readonly token: string;
  readonly traceId: string;
  readonly body: string;
}

/** A response before it takes the shape of a runtime. */
export interface Message {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly text: string;
}

const SEPARATORS = { spaces: " ", "line feeds": "\n", "no-break spaces": "\u00a0", dots: ".", slashes: "/" } as const;

/** Returns the secrets of a request as somebody may repeat them: grouped, encoded, labeled. */
export function echoOf({ echo }: Fate, { token, body }: KnownRequest): string {
  if (echo === "none") return "";
  const numbers = [...body.matchAll(/"(accountNumber|value)":"([\d-]{8,})"/g)].map(([, , number = ""]) => number);
  const cvv = /"cvv":"(\d+)"/.exec(body)?.[1];
  const separator = SEPARATORS[echo as keyof typeof SEPARATORS];
  const grouped = (number: string): string =>
    separator === undefined ? number : number.replaceAll("-", "").replaceAll(/\d{4}(?=\d)/g, `$&${separator}`);
  const key = echo === "percent" ? encodeURIComponent(token) : token;
  return [`key ${key}`, ...numbers.map(grouped), cvv === undefined ? "" : `cvv ${cvv}`].filter(Boolean).join("; ");
}

/** Returns the `Retry-After` of a response, the date that goes with it, and the wait that both mean. */
export function waitOf(
  { wait }: Fate,
  { cvv }: KnownRequest,
  serverNow: number,
): { headers: Record<string, string>; ms?: number } {
  const date = new Date(serverNow).toUTCString();
  switch (wait) {
    case "none":
      return { headers: {} };
    case "as a date":
      return { headers: { date, "retry-after": new Date(Date.parse(date) + 2_000).toUTCString() }, ms: 2_000 };
    default: {
      const seconds = wait === "the CVV" ? cvv : wait;
      return { headers: { date, "retry-after": seconds }, ms: Number(seconds) * 1_000 };
    }
  }
}

/** Returns the page of a gateway, a proxy or a firewall. None is the vendor's JSON error. */
export function pageOf(fate: Fate, status: number, known: KnownRequest): Message {
  const echo = echoOf(fate, known);
  const json = (body: object): Message => ({
    status,
    headers: { "content-type": "application/json" },
    text: JSON.stringify(body),
  });
  switch (fate.page) {
    case "text":
      return { status, headers: { "content-type": "text/plain" }, text: `upstream connect error ${echo}` };
    case "html":
      return { status, headers: { "content-type": "text/html" }, text: `<html><h1>${status}</h1>${echo}</html>` };
    case "empty":
      return { status, headers: {}, text: "" };
    case "other JSON":
      return json({ error: "unavailable", reason: echo });
    case "code as a number":
      return json({ code: status, message: `Unavailable ${echo}`, traceId: known.traceId });
    case "no trace id":
      return json({ code: "SERVICE_UNAVAILABLE", message: `Unavailable ${echo}`, traceId: "ray-1" });
    case "broken JSON":
      return { ...json({}), text: `{"code":"SERVICE_UNAVAILABLE","message":"${echo}` };
  }
}

/** Returns the vendor's own JSON error, in one of its two shapes, with a UUID trace id in the body or in a header. */
export function vendorError(
  fate: Fate,
  status: number,
  known: KnownRequest,
  {
    shape,
    random,
    code = "GENERIC_ERROR",
  }: { readonly shape: "reference" | "guide"; readonly random: Random; readonly code?: string | undefined },
): Message & { readonly traceId: string } {
  const echo = echoOf(fate, known);
  // A trace id may hold the CVV's digits by chance.
  const traceId = fate.cut % 3 === 0 ? known.traceId : `${known.cvv}${random.uuid().slice(3)}`;
  const error = { code, message: `Refused ${echo}`.trim() };
  const items = [{ details: `The value is not accepted. ${echo}` }];
  const inBody = fate.cut % 2 === 0 ? { traceId } : {};
  const body =
    shape === "guide"
      ? { statusCode: status, ...error, details: items, ...inBody }
      : { ...error, errors: items, ...inBody };
  const headers: Record<string, string> = { "content-type": "application/json", "x-echo": headerText(echo) };
  if (fate.cut % 2 === 1 || fate.cut % 4 === 0) headers["trace-id"] = traceId;
  return { status, headers, text: JSON.stringify(body), traceId };
}

/** Returns a text that a header can carry. */
export function headerText(text: string): string {
  return text.replaceAll(/[^\x20-\x7e\xa0-\xff]/g, " ").trim();
}
