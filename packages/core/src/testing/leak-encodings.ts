// How the other side may write what it repeats. Written apart from the redaction, which must not share its mistakes.

const bytesOf = (text: string): number[] => [...Buffer.from(text)];
const hexOf = (byte: number): string => byte.toString(16).padStart(2, "0");
const everyCharacter = (text: string, write: (code: number) => string): string =>
  [...text].map((char) => write(char.codePointAt(0) ?? 0)).join("");
const everyByte = (text: string, write: (byte: number) => string): string => bytesOf(text).map(write).join("");
const base64 = (text: string): string => Buffer.from(text).toString("base64");
const inLines = (text: string, length: number): string =>
  text.replace(new RegExp(`.{${length}}(?=.)`, "gsu"), "$&\r\n");
const everyPercent = (text: string): string => everyByte(text, (byte) => `%${hexOf(byte)}`);

/** Ways to write a whole text, or a secret alone. */
export const ENCODINGS = {
  plain: (text) => text,
  base64,
  "base64 in lines": (text) => inLines(base64(text), 76),
  base64url: (text) => Buffer.from(text).toString("base64url"),
  percent: encodeURIComponent,
  "percent of every byte": everyPercent,
  "double percent": (text) => encodeURIComponent(everyPercent(text)),
  "decimal entities": (text) => everyCharacter(text, (code) => `&#${code};`),
  "hexadecimal entities": (text) => everyCharacter(text, (code) => `&#x${code.toString(16)};`),
  "escapes of JSON": (text) =>
    Array.from(text, (_, index) => `\\u${text.charCodeAt(index).toString(16).padStart(4, "0")}`).join(""),
  "JSON in JSON": (text) => JSON.stringify(JSON.stringify(text)),
  "quoted-printable": (text) => everyByte(text, (byte) => `=${hexOf(byte).toUpperCase()}`),
  "quoted-printable in lines": (text) =>
    inLines(
      everyByte(text, (byte) =>
        byte > 126 || byte === 61 || byte < 32 ? `=${hexOf(byte)}` : String.fromCharCode(byte),
      ),
      70,
    ).replaceAll("\r\n", "=\r\n"),
  hexadecimal: (text) => everyByte(text, hexOf),
  "hexadecimal in upper case": (text) => everyByte(text, hexOf).toUpperCase(),
  "hexadecimal with colons": (text) => bytesOf(text).map(hexOf).join(":"),
  "bytes of a buffer": (text) => JSON.stringify(Buffer.from(text)),
  "upper case": (text) => text.toUpperCase(),
  "lower case": (text) => text.toLowerCase(),
} as const satisfies Readonly<Record<string, (text: string) => string>>;

/** Ways to split a secret. Only those of digits have groups. */
export const SEPARATORS = ["", " ", "-", ".", "\u00a0", "\n", "\r\n ", "\u200b", " - ", "<br>"] as const;

/** Splits a secret into groups of four. */
export function grouped(secret: string, separator: string): string {
  return secret.replace(/[^\s]{4}(?=.)/gsu, `$&${separator}`);
}

/** Returns whether a text holds a secret of 8 or more letters and digits, in any of the encodings above. */
export function holds(views: Views, secret: string): boolean {
  const core = coreOf(secret);
  // A shorter one stands anywhere by chance.
  if (core.length < 8) return false;
  const bytes = bytesOf(secret);
  return (
    views.plain.includes(core) ||
    views.decoded.includes(core) ||
    [0, 1, 2].some((before) => views.plain.includes(inBase64(secret, before))) ||
    views.plain.includes(bytes.map(hexOf).join("")) ||
    views.plain.includes(bytes.join(""))
  );
}

/** A printed text without separators and case: as it is, and decoded. */
export interface Views {
  readonly plain: string;
  readonly decoded: string;
}

/** Returns the views of a printed text. */
export function viewsOf(printed: string): Views {
  let decoded = printed;
  for (let depth = 0; depth < 3; depth++) decoded = decodedOnce(decoded);
  return { plain: coreOf(printed), decoded: coreOf(decoded) };
}

function coreOf(text: string): string {
  return text.replace(/<br>|[^\p{L}\p{N}]+/gu, "").toLowerCase();
}

// Without the characters that hold bits of what stands before and after the secret.
function inBase64(secret: string, before: number): string {
  const text = base64("0".repeat(before) + secret);
  const rest = (before + Buffer.byteLength(secret)) % 3;
  return coreOf(text.slice(before && before + 1, rest === 0 ? undefined : rest - 4));
}

function decodedOnce(text: string): string {
  return text
    .replace(/(?:[%=][\da-f]{2})+/gi, (run) => Buffer.from(run.replace(/[%=]/g, ""), "hex").toString())
    .replace(/\\u([\da-f]{4})|&#x([\da-f]{1,5});/gi, (_, unit, entity) =>
      String.fromCodePoint(Number.parseInt(unit ?? entity, 16)),
    )
    .replace(/&#(\d{1,6});/g, (_, code) => String.fromCodePoint(Number(code)));
}
