/** A UUID of any version. */
export const UUID: RegExp = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A UUID v4. */
export const UUID_V4: RegExp = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** Returns a UUID v4 of 16 bytes. */
export function uuidOf(bytes: Uint8Array): string {
  const versioned = Uint8Array.from(bytes);
  versioned[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  versioned[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return hexOf(versioned).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** Returns bytes in hexadecimal. */
export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
