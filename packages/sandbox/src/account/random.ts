/** The source of ids and secrets. */
export interface Random {
  /** A UUID v4. */
  uuid(): string;
  /** Returns this many bytes as upper-case hexadecimal digits. */
  hex(bytes: number): string;
}

/**
 * Creates a random source from `unit`, which returns numbers from 0 up to but not including 1, such as `Math.random`.
 * Default: WebCrypto.
 */
export function createRandom(unit: (() => number) | undefined): Random {
  const draw = (size: number): Uint8Array =>
    unit
      ? Uint8Array.from({ length: size }, () => Math.floor(unit() * 256))
      : crypto.getRandomValues(new Uint8Array(size));
  const hexOf = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return {
    hex: (bytes) => hexOf(draw(bytes)).toUpperCase(),
    uuid() {
      const bytes = draw(16);
      bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
      bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
      return hexOf(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
    },
  };
}
