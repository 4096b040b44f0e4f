import { refuse } from "../operation/refusal.ts";

/** Far beyond any request of the API. */
const MOST_LEVELS = 64;

/** A request body that was read, or the fact that it was longer than allowed. */
export type RequestBody = { readonly bytes: Uint8Array<ArrayBuffer> } | "too-large";

/** Reads a body chunk by chunk and stops at the limit, whatever `Content-Length` promised. */
export async function readRequestBody(request: Request, maxBytes: number): Promise<RequestBody> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = request.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.byteLength;
    if (length > maxBytes) {
      // A body that does not want to be canceled must not hold up the response.
      reader.cancel().catch(() => undefined);
      return "too-large";
    }
    chunks.push(value);
  }
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return { bytes };
}

/** The JSON in a body, or undefined: for the log, which takes what it can get. */
export function jsonOrUndefined(body: RequestBody): unknown {
  try {
    return parse(body);
  } catch {
    return undefined;
  }
}

/** The JSON in a body, or the refusal that fits: 413, 415 or 400. */
export function requireJson(body: RequestBody, headers: Headers): unknown {
  if (body === "too-large") throw refuse("body_too_large", "The body is too large.");
  if (!/^(identity)?$/i.test(headers.get("content-encoding") ?? "")) {
    throw refuse("content_type_wrong", "The body must not be compressed: leave out Content-Encoding.");
  }
  if (!/^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(headers.get("content-type") ?? "")) {
    throw refuse("content_type_wrong", "Content-Type must be application/json.");
  }
  const { levels, fields } = measure(textOf(body));
  if (levels > MOST_LEVELS) {
    throw refuse("body_too_deep", `The body is nested more than ${MOST_LEVELS} levels deep.`);
  }
  let json: unknown;
  try {
    json = parse(body);
  } catch {
    // A parser's message quotes the text it stumbled over.
    throw refuse("body_not_json", "The body is not valid JSON.");
  }
  if (fields > fieldsOf(json)) {
    throw refuse("field_invalid", "The body repeats a field: send each field of an object once.");
  }
  return json;
}

function parse(body: RequestBody): unknown {
  if (body === "too-large") return undefined;
  const text = new TextDecoder("utf-8", { fatal: true }).decode(body.bytes);
  return measure(text).levels > MOST_LEVELS ? undefined : JSON.parse(text);
}

function textOf(body: RequestBody): string {
  return body === "too-large" ? "" : new TextDecoder().decode(body.bytes);
}

/**
 * Counts the levels and the fields in a JSON text. It runs before the parser, because code that walks a deep value by
 * recursion would run out of stack, and because a parser keeps only the last of the fields with one name.
 */
function measure(text: string): { readonly levels: number; readonly fields: number } {
  let level = 0;
  let levels = 0;
  let fields = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (inString && character === "\\") at += 1;
    else if (character === '"') inString = !inString;
    else if (inString) continue;
    else if (character === "[" || character === "{") level += 1;
    else if (character === "]" || character === "}") level -= 1;
    else if (character === ":") fields += 1;
    levels = Math.max(levels, level);
  }
  return { levels, fields };
}

/** Counts the fields of all objects in a parsed value. */
function fieldsOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  const inner = Object.values(value).reduce((sum: number, item) => sum + fieldsOf(item), 0);
  return Array.isArray(value) ? inner : inner + Object.keys(value).length;
}
