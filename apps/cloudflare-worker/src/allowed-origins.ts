/** Reads the exact origins of the pages that may ask, comma separated. */
export function allowedOrigins(text: string): string[] {
  return text.split(",").map((origin) => origin.trim());
}
