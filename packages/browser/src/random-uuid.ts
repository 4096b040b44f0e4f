/** A new UUID v4. `crypto.randomUUID` is missing on pages without HTTPS; `getRandomValues` never is. */
export function randomUuid(): string {
  // Every 0 and 1 becomes any digit, the 8 one from 8 to b: two of its bits say which kind of UUID this is.
  return "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) => {
    const [random = 0] = crypto.getRandomValues(new Uint8Array(1));
    return (Number(digit) ^ (random & (15 >> (Number(digit) / 4)))).toString(16);
  });
}
