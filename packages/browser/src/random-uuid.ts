/** Returns a new UUID v4. `crypto.randomUUID` is missing on pages without HTTPS; `getRandomValues` is not. */
export function randomUuid(): string {
  // Each 0 and 1 becomes a random digit, the 8 one from 8 to b: two of its bits are the variant of a UUID.
  return "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) => {
    const [random = 0] = crypto.getRandomValues(new Uint8Array(1));
    return (Number(digit) ^ (random & (15 >> (Number(digit) / 4)))).toString(16);
  });
}
