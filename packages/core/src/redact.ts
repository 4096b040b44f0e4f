import { UUID } from "./schema/id.ts";

/** The text that replaces an API key, a client secret, a card number or a CVV. */
export const REDACTED: string = "[redacted]";

/** The minimum length of a secret that is redacted in every form. A shorter text occurs by chance. */
export const MIN_SECRET_LENGTH: number = 8;

const UUID_ANYWHERE = UUID.source.slice(1, -1);
const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">" };

/**
 * Returns a function that makes external text, such as the vendor's, safe to show: it removes non-printable characters,
 * redacts the secrets, then truncates.
 *
 * - A secret of 8 or more letters and digits is found with any separators between them, in any letter case.
 * - A short number, such as a CVV, matches whole digits only.
 * - Both are found in the usual encodings, even twice encoded: JSON, percent-encoding, HTML entities, quoted-printable.
 *   A text that contains one in base64, or as hexadecimal or decimal bytes, is redacted as a whole.
 * - A UUID is kept, unless it is a secret.
 */
export function redactor(secrets: readonly string[]): (text: string, limit?: number) => string {
  return (text, limit = 5_000) => {
    // Fast path: responses contain ids, and rarely a secret.
    if (UUID.test(text) && !secrets.some((secret) => !isShort(secret) && coreOf(text).includes(coreOf(secret)))) {
      return text;
    }
    // A secret that looks like an escape is decoded together with its text.
    const known = secrets
      .flatMap((secret) => [
        secret,
        ...[decoded(secret)].filter((form) => form !== secret && form.length >= MIN_SECRET_LENGTH),
      ])
      .map(printable)
      .filter(Boolean);
    // One or two characters would match bytes by chance.
    const encoded = known.filter(({ length }) => length > 2);
    const redact = (plain: string): string => known.reduce(redactOne, plain);
    // Tags may separate the digits of a number.
    const hides = (reading: string): boolean =>
      [reading, reading.replace(/<[^<>]{1,99}>/g, " ")]
        .map(printable)
        .some((plain) => encoded.reduce(redactOne, plain) !== plain);
    // Far more than is shown, but much less than a megabyte.
    const start = text.slice(0, limit * 10);
    let shown = redact(printable(start));
    // Text that is encoded twice is still readable.
    for (let depth = 0, plain = shown; depth < 3; depth++) {
      if (encoded[0] && readingsOf(plain, encoded.some(isShort)).some(hides)) return REDACTED;
      const next = printable(decoded(plain));
      if (next === plain) break;
      plain = redact(next);
      if (plain !== next) shown = plain;
    }
    // The end of the text may be half of a secret.
    if (start !== text && shown.length <= limit) return REDACTED;
    // Does not cut a character in half.
    return shown.slice(0, limit).replace(/[\ud800-\udbff]$/, "");
  };
}

function isShort(secret: string): boolean {
  return coreOf(secret).length < MIN_SECRET_LENGTH;
}

function redactOne(text: string, secret: string): string {
  return isShort(secret) ? redactShort(text, secret) : redactLong(text, secret);
}

function redactLong(text: string, secret: string): string {
  const core = coreOf(secret);
  if (!coreOf(text).includes(core)) return text;
  // Only the separators in the text: a pattern of all possible separators takes milliseconds to build.
  const separators = [...new Set(text.replace(/[\p{L}\p{N}]+/gu, ""))].join("");
  const separator = `[${separators.replace(/[\]\\^-]/g, "\\$&")}]`;
  // The characters before and after its letters and digits, plain or percent-encoded.
  const [before, after] = secret
    .split(/[\p{L}\p{N}].*[\p{L}\p{N}]/su)
    .map(({ length }) => `(?:%..|(?!\\s)${separator}){0,${length}}`);
  const own = before + [...core].join(`${separator}*`) + after;
  return text.replace(new RegExp(`${own}|(${UUID_ANYWHERE})`, "giu"), (found, uuid) =>
    found === uuid ? found : REDACTED,
  );
}

function redactShort(text: string, secret: string): string {
  const own = /^\d+$/.test(secret) ? "\\d+" : secret.replace(/\W/g, "\\$&");
  return text.replace(new RegExp(`${UUID_ANYWHERE}|${own}`, "gi"), (found) =>
    found.toLowerCase() === secret.toLowerCase() ? REDACTED : found,
  );
}

function coreOf(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, "").toLowerCase();
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
    /((?:(?:%|\\x)[\da-f]{2})+)|\\u([\da-f]{4})|\\u\{([\da-f]{1,6})\}|\\[bfnrt]|\\(.)|&#x([\da-f]{1,6});|&#(\d{1,7});|&(\w{2,4});/gi,
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
  // Most texts contain no encoded bytes.
  if (UUID.test(text) || !(short || /[\w+/-]{11}|(?:\b[\da-fx]{1,4}\W{1,3}){7}/i.test(text))) return [unquoted];
  return (
    ["", "0", "00", "000"]
      .map((before) => before + text)
      .concat((short && text.match(/[\w+/-]{4,}/g)) || [])
      .flatMap((run) => [fromBase64(run), fromHex(run)])
      .concat(utf8(text.match(/\d+/g)))
      // A secret may itself look like an escape.
      .flatMap((reading) => [reading, decoded(reading)])
      .concat(unquoted)
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
