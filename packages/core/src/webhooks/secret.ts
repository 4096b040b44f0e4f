import { configurationInvalid } from "../error.ts";
import { sha256 } from "../schema/sha256.ts";

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
    "secret must be one or two strings of at least 43 letters, digits, - or _, such as 32 random bytes in base64url or hex.",
  );
}

/**
 * Creates a function that returns whether the last segment of a path is one of the secrets. One slash may follow it:
 * frameworks add one. It compares digests, so that the timing reveals nothing about the secrets.
 */
export function secretCheck(): (pathname: string, secrets: readonly string[]) => Promise<boolean> {
  // Hashing the same secrets again would take a third of each request. Only the last ones are kept, so that a secret that
  // was replaced is gone with the next request.
  let last: { readonly joined: string; readonly digests: readonly Uint8Array[] } | undefined;
  return async (pathname, secrets) => {
    const path = pathname.replace(/\/$/, "");
    const given = await sha256(path.slice(path.lastIndexOf("/") + 1));
    const joined = secrets.join();
    // The digests, not a promise of them: a Worker must not wait for what another request has started.
    const digests = last?.joined === joined ? last.digests : await Promise.all(secrets.map(sha256));
    last = { joined, digests };
    // Always compares every secret.
    return digests.map((digest) => isEqual(given, digest)).includes(true);
  };
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.reduce((difference, byte, index) => difference | (byte ^ (b[index] ?? 0)), 0) === 0;
}
