/** Parses a URL. Returns undefined when it is not valid. Some supported browsers lack `URL.parse` and `URL.canParse`. */
export function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
