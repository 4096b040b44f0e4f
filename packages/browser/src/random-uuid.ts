/** Returns a new UUID v4. `crypto.randomUUID` is missing on pages without HTTPS; `getRandomValues` is not. */
export function randomUuid(): string {
  // Each 0 and 1 becomes a random digit. The 8 becomes a digit from 8 to b, because two of its bits are the UUID
  // variant.
  return "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) => {
    const [random = 0] = crypto.getRandomValues(new Uint8Array(1));
    return (Number(digit) ^ (random & (15 >> (Number(digit) / 4)))).toString(16);
  });
}
