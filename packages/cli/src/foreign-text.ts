// Control characters, and invisible ones that reorder or hide text, such as bidi overrides and line separators.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

/** Returns text from another source on one line, without characters that control a terminal. */
export function plain(text: string): string {
  return text.replace(UNPRINTABLE, " ");
}

/** Returns JSON on one line, in which characters that control a terminal are escaped: it parses to the same value. */
export function jsonLine(value: unknown): string {
  return JSON.stringify(value).replace(UNPRINTABLE, (text) =>
    text.replaceAll(/./gs, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`),
  );
}

/** Returns whether a terminal or a script gets the text unchanged. */
export function isPrintable(text: string): boolean {
  return plain(text) === text;
}

/** Returns the address of a URL without its credentials and its query, or undefined when the text is not a URL. */
export function addressOf(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, host, pathname } = new URL(text);
  return host ? plain(`${protocol}//${host}${pathname === "/" ? "" : pathname}`) : undefined;
}
