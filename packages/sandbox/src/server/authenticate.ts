import type { Account } from "../account/account.ts";
import { fingerprint } from "../account/fingerprint.ts";
import type { Caller, SandboxOperation } from "../operation/operation.ts";
import { refuse } from "../operation/refusal.ts";
import { type ClientSecretRecord, clientSecrets, stateOf } from "../resources/client-secrets/client-secret.ts";
import type { SeenRequest } from "../seen/seen-log.ts";
import type { World } from "../world.ts";

/** The owner of a bearer token. */
type Owner =
  | { readonly account: Account; readonly label: string }
  | { readonly account: Account; readonly secret: ClientSecretRecord };

/**
 * Returns the token of an `Authorization: Bearer` header, or undefined. Any number of spaces may follow the scheme (RFC 9110,
 * section 11.4).
 *
 * An `API-Key` header does not count: the OpenAPI file knows only the bearer scheme.
 * @see https://docs.developer.plastiq.com/docs/authentication
 */
export function bearerTokenOf(headers: Headers): string | undefined {
  return /^Bearer +([!-~]+)$/i.exec(headers.get("authorization") ?? "")?.[1];
}

/** Returns the owner of a token in this world, or undefined. */
export function ownerOf(token: string, { accounts }: World): Owner | undefined {
  const key = accounts.ofKey(token);
  if (key) return key;
  for (const account of accounts.all()) {
    const secret = account.records(clientSecrets).find(token);
    // Records are found regardless of case, but a secret must match exactly.
    if (secret?.secret === token) return { account, secret };
  }
  return undefined;
}

/** Returns the payer that a client secret acts for; undefined for any other bearer token. */
export function payerOfBearer(headers: Headers, world: World): string | undefined {
  const token = bearerTokenOf(headers);
  const owner = token === undefined ? undefined : ownerOf(token, world);
  return owner && "secret" in owner ? owner.secret.payerId?.toLowerCase() : undefined;
}

/** Returns how the log names a bearer token: never the token itself. */
export function bearerFact(headers: Headers, world: World): SeenRequest["bearer"] {
  const header = headers.get("authorization");
  if (header === null) return null;
  const token = bearerTokenOf(headers);
  if (token === undefined) return { label: "unknown", sha256: fingerprint(header) };
  const owner = ownerOf(token, world);
  const label = owner ? ("label" in owner ? owner.label : owner.secret.label) : "unknown";
  return { label, sha256: fingerprint(token) };
}

/**
 * Returns the authenticated caller. Throws a 401 when the token is not valid, and a 403 when it may not call this
 * operation.
 */
export function authenticate(
  headers: Headers,
  operation: SandboxOperation,
  world: World,
): { readonly account: Account; readonly caller: Caller } {
  const token = bearerTokenOf(headers);
  if (token === undefined) throw refuse("bearer_missing", "An Authorization header with one bearer token is required.");
  const owner = ownerOf(token, world);
  if (!owner) throw refuse("bearer_unknown", "The bearer token is unknown.");
  const { account } = owner;
  if ("label" in owner) return { account, caller: { kind: "api-key", label: owner.label } };
  const { secret } = owner;
  const state = stateOf(secret, world.clock.now());
  if (state === "expired") throw refuse("client_secret_expired", "The client secret has expired.");
  if (state === "spent") throw refuse("client_secret_spent", "The client secret has already been used.");
  if (!operation.browser) throw refuse("client_secret_forbidden", "A client secret may not call this operation.");
  return { account, caller: { kind: "client-secret", secret } };
}

/** Refuses an address that is not on the allowlist, if there is one. */
export function checkAddress(address: string | undefined, allowedIps: readonly string[] | null): void {
  if (allowedIps === null) return;
  // The form in which a dual-stack socket reports an IPv4 address.
  const plain = address?.replace(/^::ffff:(?=\d+\.)/i, "");
  if (plain === undefined || !allowedIps.includes(plain)) {
    throw refuse("address_forbidden", "The caller's address is not on the allowlist.");
  }
}
