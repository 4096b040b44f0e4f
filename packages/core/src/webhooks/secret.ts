import { configurationInvalid } from "../error.ts";

/** One secret, or two during a rotation. */
export type WebhookSecret = string | readonly [current: string, previous: string];

// 32 random bytes are 43 characters of base64url and 64 of hex.
const SECRET = /^[\w-]{43,200}$/;

/**
 * Returns the secrets as a list.
 *
 * @throws ConnectError `configuration_invalid`. It never repeats a secret.
 */
export function webhookSecrets(secret: WebhookSecret): readonly string[] {
  const secrets = [secret].flat();
  if (secrets.length >= 1 && secrets.length <= 2 && secrets.every((text) => SECRET.test(String(text)))) return secrets;
  throw configurationInvalid(
    "`secret` must be one or two texts of at least 43 letters, digits, - or _, such as 32 random bytes in base64url or hex.",
  );
}

/**
 * Returns whether the last segment of a path is one of the secrets. It compares digests, so that the timing reveals
 * nothing about the secrets.
 */
export async function holdsSecret(pathname: string, secrets: readonly string[]): Promise<boolean> {
  const given = await digestOf(pathname.slice(pathname.lastIndexOf("/") + 1));
  const expected = await Promise.all(secrets.map(digestOf));
  // Always compares every secret.
  return expected.map((digest) => isEqual(given, digest)).includes(true);
}

async function digestOf(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  let difference = 0;
  for (const [index, byte] of a.entries()) difference |= byte ^ (b[index] ?? 0);
  return difference === 0;
}
