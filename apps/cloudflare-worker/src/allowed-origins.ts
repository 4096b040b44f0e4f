/** Reads the exact origins of the pages that may mint, comma separated. */
export function allowedOrigins(text: string): string[] {
  return text.split(",").map((origin) => origin.trim());
}
