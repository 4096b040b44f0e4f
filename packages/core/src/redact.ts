import { UUID } from "./schema/id.ts";

/** The text that replaces an API key, a client secret, a card number or a CVV. */
export const REDACTED: string = "[redacted]";

/** `console.log` of Node, Bun and Deno calls the method with this name. */
export const INSPECT: symbol = Symbol.for("nodejs.util.inspect.custom");

/** The minimum length of a secret that is redacted in every form. A shorter text occurs by chance. */
export const MIN_SECRET_LENGTH: number = 8;

const UUID_ANYWHERE = UUID.source.slice(1, -1);
const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">" };

/**
 * Returns a function that makes external text, such as the vendor's, safe to show: it removes non-printable characters,
 * redacts the secrets, then truncates.
 *
 * - A secret of 8 or more letters and digits is found with any separators between them, in any letter case. Symbols at
 *   its ends may stay.
 * - A short number, such as a CVV, matches whole digits only.
 * - A number is also found without its leading zeros.
 * - All of these are found in the usual encodings, even twice encoded: JSON, percent-encoding, HTML entities, quoted-printable.
 *   A text that contains one in base64, or as hexadecimal or decimal bytes, is redacted as a whole.
 * - A UUID is kept, unless it is a secret.
 */
export function redactor(secrets: readonly string[]): (text: string, limit?: number) => string {
  let known: readonly Known[] | undefined;
  return (text, limit = 5_000) => {
    known ??= secrets.flatMap(formsOf);
    // Fast path: responses contain ids, and rarely a secret.
    if (UUID.test(text) && !known.some((form) => !isShort(form) && coreOf(text).includes(form.core))) return text;
    // One or two characters would match bytes by chance.
    const encoded = known.filter((form) => form.text.length > 2);
    // Tags may separate the digits of a number.
    const hides = (reading: string): boolean =>
      [reading, reading.replace(/<[^<>]{1,99}>/g, " ")]
        .map(printable)
        .some((plain) => redacted(plain, encoded) !== plain);
    // Far more than is shown, but much less than a megabyte.
    const start = text.slice(0, limit * 10);
    let shown = redacted(printable(start), known);
    // Text that is encoded twice is still readable.
    for (let depth = 0, plain = shown; depth < 3; depth++) {
      if (encoded[0] && readingsOf(plain, encoded.some(isShort)).some(hides)) return REDACTED;
      const next = printable(decoded(plain));
      if (next === plain) break;
      plain = redacted(next, known);
      if (plain !== next) shown = plain;
    }
    // The end of the text may be half of a secret.
    if (start !== text && shown.length <= limit) return REDACTED;
    // Removes half of a surrogate pair at the end.
    return shown.slice(0, limit).replace(/[\ud800-\udbff]$/, "");
  };
}

/** A form in which a text may contain a secret. */
interface Known {
  readonly text: string;
  /** See {@link coreOf}. */
  readonly core: string;
}

/** Returns whether a secret is found whole only. */
function isShort({ core }: Known): boolean {
  return core.length < MIN_SECRET_LENGTH;
}

function formsOf(secret: string): Known[] {
  const core = coreOf(secret);
  // A secret that looks like an escape is decoded together with its text.
  const escaped = decoded(secret);
  // Parsed as a number, digits lose their leading zeros, and a long number loses its last digits.
  const number = /^\d+$/.test(core.length < MIN_SECRET_LENGTH ? secret : core) ? String(Number(core)) : "";
  const forms = new Set([secret, escaped.length < MIN_SECRET_LENGTH ? "" : escaped, number.length > 2 ? number : ""]);
  return Array.from(forms, (form) => {
    const text = printable(form);
    return { text, core: coreOf(text) };
  }).filter(({ text }) => text);
}

function redacted(text: string, known: readonly Known[]): string {
  const core = coreOf(text);
  const long = known.filter((form) => !isShort(form) && core.includes(form.core));
  const rest = long[0] ? redactLong(text, long) : text;
  return known.filter(isShort).reduce((shown, form) => redactShort(shown, form.text), rest);
}

// Without a regular expression: for a long secret with any separators it would be larger than engines accept.
function redactLong(text: string, known: readonly Known[]): string {
  const ids = Array.from(text.matchAll(new RegExp(UUID_ANYWHERE, "gi")), ({ index }) => index);
  // The letters and digits, and the place of each.
  const places: RegExpExecArray[] = [];
  let letters = "";
  for (const place of text.matchAll(/[\p{L}\p{N}]/gu)) {
    letters += place[0].toUpperCase();
    while (places.length < letters.length) places.push(place);
  }
  // The end of each match, at the index of its start.
  const ends: number[] = [];
  for (const { core } of known) {
    for (let at = letters.indexOf(core); at >= 0; at = letters.indexOf(core, at + core.length)) {
      const [first, last] = [places[at], places[at + core.length - 1]] as [RegExpExecArray, RegExpExecArray];
      const start = first.index;
      const end = last.index + last[0].length;
      const isPartOfId = ids.some((id) => id <= start && end <= id + 36 && end < start + 36);
      if (!isPartOfId) ends[start] = Math.max(end, ends[start] ?? 0);
    }
  }
  let shown = "";
  let done = 0;
  ends.forEach((end, start) => {
    if (start >= done) shown += text.slice(done, start) + REDACTED;
    done = Math.max(done, end);
  });
  return shown + text.slice(done);
}

function redactShort(text: string, secret: string): string {
  const own = /^\d+$/.test(secret) ? "\\d+" : secret.replace(/\W/g, "\\$&");
  return text.replace(new RegExp(`${UUID_ANYWHERE}|${own}`, "gi"), (found) =>
    found.toLowerCase() === secret.toLowerCase() ? REDACTED : found,
  );
}

/** Returns the letters and digits of a text, in upper case. The lower case of some letters depends on their neighbors. */
function coreOf(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, "").toUpperCase();
}

/**
 * Removes invisible characters, such as those that change the text direction, and the line breaks of quoted-printable
 * text. Replaces control characters by spaces.
 */
function printable(text: string): string {
  return text.replace(/[\p{Cf}\p{DI}]+|=\r?\n/gu, "").replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+/gu, " ");
}

/** Decodes escapes. */
function decoded(text: string): string {
  return text.replace(
    /((?:(?:%|\\x)[\da-f]{2})+)|[\\%]u([\da-f]{4})|\\u\{([\da-f]{1,6})\}|\\[bfnrt]|\\(.)|&#x([\da-f]{1,6});|&#(\d{1,7});|&(\w{2,24});/gi,
    (_, bytes, unit, braced, char, hexEntity, entity, named) => {
      if (bytes) return fromHex(bytes);
      const code = unit ?? braced ?? hexEntity;
      const point = code ? Number.parseInt(code, 16) : Number(entity);
      if (point <= 0x10_ff_ff) return String.fromCodePoint(point);
      return char ?? NAMED[named?.toLowerCase()] ?? " ";
    },
  );
}

// Decodes quoted-printable, base64 or bytes from each possible start. A short secret may stand alone among other words.
function readingsOf(text: string, short: boolean): string[] {
  const unquoted = text.replace(/(?:=[\da-f]{2})+/gi, fromHex);
  // An array of bytes or characters, without the names of its items.
  const items = text.replace(/"\d+":/g, " ");
  const plain = [text, unquoted, items];
  // Most texts contain no encoded bytes.
  if (UUID.test(text) || !(short || /[\w+/-]{11}|(?:\b[\da-fx]{1,4}\W{1,3}){7}|(?:\b[\da-f]{4}\W){3}/i.test(text)))
    return plain;
  const runs = (short && text.match(/[\w+/-]{4,}/g)) || [];
  return (
    ["", "0", "00", "000"]
      .map((before) => before + text)
      .flatMap((run) => [fromBase64(run), fromHex(run)])
      .concat(runs.map(fromBase64).join(" "), runs.map(fromHex).join(" "))
      .concat(utf8(items.match(/\d+/g)))
      // A secret may itself look like an escape.
      .flatMap((reading) => [reading, decoded(reading)])
      .concat(plain)
  );
}

function fromHex(text: string): string {
  return utf8(
    text
      .replace(/0x|[^\da-f]/gi, "")
      .match(/../g)
      ?.map((byte) => Number.parseInt(byte, 16)),
  );
}

function fromBase64(text: string): string {
  const packed = `${text
    .replaceAll("-", "+")
    .replaceAll("_", "/")
    .replace(/[^\w+/]+/g, "")}AAA`;
  // Complete groups only. Older React Native has no `atob`.
  const bytes = globalThis.atob?.(packed.slice(0, packed.length - (packed.length % 4))) ?? "";
  return utf8(Array.from(bytes, (byte) => byte.charCodeAt(0)));
}

function utf8(bytes: readonly (number | string)[] | null | undefined): string {
  return new TextDecoder().decode(Uint8Array.from(bytes ?? [], Number));
}
