/** The text that replaces an API key, a client secret, a card number or a CVV. */
export const REDACTED: string = "[redacted]";

/** The length from which a secret is looked for in every form: a shorter text stands anywhere by chance. */
export const MIN_SECRET_LENGTH: number = 8;

const UUID = "[\\da-fA-F]{8}(?:-[\\da-fA-F]{4}){3}-[\\da-fA-F]{12}";
const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };

/**
 * Makes a function that makes foreign text, such as the vendor's, safe to show: it removes what is not printable, then
 * redacts the secrets, then truncates.
 *
 * - A secret of 8 or more letters and digits is found with any separators between them, and in every usual encoding: as
 *   JSON writes it, percent-encoded, with HTML entities, in base64.
 * - A short number, such as a CVV, matches whole digits only.
 * - A UUID is left alone, unless it is a secret.
 */
export function redactor(secrets: readonly string[]): (text: string, limit?: number) => string {
  let known: Forms | undefined;
  const redact = (text: string): string => {
    // Made when a text is there: most responses are never shown.
    known ??= formsOf(secrets);
    return redactShort(redactForms(text, known.forms), known.short);
  };
  return (text, limit) => {
    let shown = redact(printable(text));
    // Twice encoded, it is still readable.
    for (let depth = 0, plain = shown; depth < 3 && /[%&\\]/.test(plain); depth++) {
      const next = printable(decoded(plain));
      plain = redact(next);
      if (plain !== next) shown = plain;
    }
    // Not half of a character.
    return shown.slice(0, limit).replace(/[\ud800-\udbff]$/, "");
  };
}

interface Forms {
  readonly forms: Form[];
  /** Those that are too short to be looked for in every form. */
  readonly short: string[];
}

function formsOf(secrets: readonly string[]): Forms {
  const forms: Form[] = [];
  const short: string[] = [];
  for (const secret of secrets) {
    const core = coreOf(secret);
    if (core.length >= MIN_SECRET_LENGTH) {
      const [before = "", after = ""] = secret.split(/[\p{L}\p{N}].*[\p{L}\p{N}]/su);
      forms.push({ core, before, after, sparesUuids: !/\p{L}/u.test(core) });
    } else {
      // Decoding would damage one that looks like an escape itself.
      short.push(...[secret, JSON.stringify(secret).slice(1, -1)].map(printable).filter(Boolean));
    }
    if (secret.length >= MIN_SECRET_LENGTH) {
      forms.push(...inBase64(secret).map((text) => ({ core: coreOf(text) })));
    }
  }
  return { forms, short };
}

/** A form in which a secret may stand in a text. */
interface Form {
  /** Its letters and digits. */
  readonly core: string;
  /** The text before and after them. */
  readonly before?: string;
  readonly after?: string;
  readonly sparesUuids?: boolean;
  /** Made when the secret is there: such a pattern takes milliseconds. */
  pattern?: RegExp;
}

function redactForms(text: string, forms: readonly Form[]): string {
  if (forms.length === 0) return text;
  const core = coreOf(text);
  return forms
    .filter((form) => form.core && core.includes(form.core))
    .reduce((clean, form) => {
      form.pattern ??= patternOf(form);
      return clean.replace(form.pattern, (found, uuid) => (found === uuid ? found : REDACTED));
    }, text);
}

function patternOf({ core, before = "", after = "", sparesUuids }: Form): RegExp {
  const edge = (text: string): string =>
    `(?:${[...text].map((char) => `(?:%..|&[^;]{1,6};|\\\\u....|\\\\?${char.replace(/[\\^$.*+?()[\]{}|/]/, "\\$&")})`).join("")})?`;
  const own = edge(before) + [...core].join("[^\\p{L}\\p{N}]*") + edge(after);
  return new RegExp(sparesUuids ? `(${UUID})|${own}` : own, "gu");
}

function redactShort(text: string, short: readonly string[]): string {
  return short.reduce((clean, secret) => {
    if (!clean.includes(secret)) return clean;
    if (!/^\d+$/.test(secret)) return clean.replaceAll(secret, REDACTED);
    return clean.replace(new RegExp(`${UUID}|\\d+`, "g"), (found) => (found === secret ? REDACTED : found));
  }, text);
}

function coreOf(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, "");
}

/** Removes invisible characters, such as those that change the direction of text, and makes spaces of control characters. */
function printable(text: string): string {
  return text.replace(/[\p{Cf}\p{DI}]+/gu, "").replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+/gu, " ");
}

function decoded(text: string): string {
  return text.replace(
    /((?:%[\da-f]{2})+)|\\u([\da-f]{4})|\\x([\da-f]{2})|\\([bfnrt])|\\(.)|&#x([\da-f]{1,5});|&#(\d{1,6});|&(amp|lt|gt|quot|apos|nbsp);/gi,
    (_, percent, unicode, hex, control, char, entityHex, entity, named) => {
      if (percent) return percentDecoded(percent);
      if (control) return " ";
      const code = unicode ?? hex ?? entityHex;
      if (code || entity) return String.fromCodePoint(code ? Number.parseInt(code, 16) : Number(entity));
      return char ?? NAMED[named.toLowerCase()];
    },
  );
}

function percentDecoded(run: string): string {
  try {
    return decodeURIComponent(run);
  } catch {
    return run.replace(/%(..)/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  }
}

/** Returns the secret in base64, at each place where it may begin in the encoded text. */
function inBase64(secret: string): string[] {
  // React Native had none for long.
  if (typeof btoa !== "function") return [];
  const bytes = String.fromCharCode(...new TextEncoder().encode(secret));
  return [0, 1, 2].map((before) => {
    const text = btoa("0".repeat(before) + bytes);
    const rest = (before + bytes.length) % 3;
    // Without the characters that also hold bits of what stands around it.
    return text.slice(before && before + 1, rest === 0 ? undefined : rest - 4);
  });
}
