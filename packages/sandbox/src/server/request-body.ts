import { refuse } from "../operation/refusal.ts";
import { shown } from "../schema/validated.ts";

/** Far beyond any request of the API. */
const MOST_LEVELS = 64;

/** How much of a body that is too long is read after the limit. */
const MOST_SKIPPED_BYTES = 32 * 1024 * 1024;

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
      // A caller that is still sending would find its connection broken, instead of the response.
      void skip(reader);
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

/** Reads and discards the rest, up to a limit. Must not delay the response. */
async function skip(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  try {
    for (let skipped = 0; skipped < MOST_SKIPPED_BYTES; ) {
      const { done, value } = await reader.read();
      if (done) return;
      skipped += value.byteLength;
    }
    await reader.cancel();
  } catch {
    // The caller has disconnected.
  }
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
  const text = textOf(body);
  if (levelsOf(text) > MOST_LEVELS) {
    throw refuse("body_too_deep", `The body is nested more than ${MOST_LEVELS} levels deep.`);
  }
  let json: unknown;
  try {
    json = parse(body);
  } catch {
    // A parser's message quotes the text that it could not parse.
    throw refuse("body_not_json", "The body is not valid JSON.");
  }
  const repeated = repeatedField(text);
  if (repeated) throw refuse("field_invalid", `${repeated.map(shown).join(".")} must be sent once.`);
  return json;
}

function parse(body: RequestBody): unknown {
  if (body === "too-large") return undefined;
  const text = new TextDecoder("utf-8", { fatal: true }).decode(body.bytes);
  return levelsOf(text) > MOST_LEVELS ? undefined : JSON.parse(text);
}

function textOf(body: RequestBody): string {
  return body === "too-large" ? "" : new TextDecoder().decode(body.bytes);
}

/** Counts the levels of a JSON text. It runs before the parser: code that walks a deep value would run out of stack. */
function levelsOf(text: string): number {
  let level = 0;
  let levels = 0;
  for (const token of tokensOf(text)) {
    if (token === "[" || token === "{") level += 1;
    else if (token === "]" || token === "}") level -= 1;
    levels = Math.max(levels, level);
  }
  return levels;
}

/** Returns the path of the first field that an object of a valid JSON text has twice: a parser keeps only the last. */
function repeatedField(text: string): readonly string[] | undefined {
  const open: { readonly names: Set<string>; at: string }[] = [];
  let last = "";
  for (const token of tokensOf(text)) {
    const inner = open.at(-1);
    if (token === "[" || token === "{") open.push({ names: new Set(), at: "0" });
    else if (token === "]" || token === "}") open.pop();
    else if (token === "," && inner) inner.at = String(Number(inner.at) + 1);
    else if (token === ":" && inner) {
      inner.at = JSON.parse(last);
      if (inner.names.has(inner.at)) return open.map(({ at }) => at);
      inner.names.add(inner.at);
    } else last = token;
  }
  return undefined;
}

/** Yields the brackets, the colons, the commas and the strings of a JSON text. */
function* tokensOf(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] as string;
    if (character !== '"') {
      if ("[]{}:,".includes(character)) yield character;
      continue;
    }
    const start = at;
    for (at += 1; at < text.length && text[at] !== '"'; at += 1) if (text[at] === "\\") at += 1;
    yield text.slice(start, at + 1);
  }
}
