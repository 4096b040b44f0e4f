import { ApiRefusal } from "./api-refusal.ts";
import type { Caller, SandboxOperation, World } from "./operation.ts";
import type { SeenRequest } from "./seen.ts";
import { sha256 } from "./sha256.ts";

/**
 * The token of an `Authorization: Bearer` header, or undefined.
 *
 * An `API-Key` header does not count: the OpenAPI file knows only the bearer scheme.
 * @see https://docs.developer.plastiq.com/docs/authentication
 */
function bearerToken(headers: Headers): string | undefined {
  return /^Bearer ([!-~]+)$/i.exec(headers.get("authorization") ?? "")?.[1];
}

/** How the log names a bearer token: never the token itself. */
export async function bearerFact(headers: Headers, world: World): Promise<SeenRequest["bearer"]> {
  const header = headers.get("authorization");
  if (header === null) return null;
  const token = bearerToken(headers);
  if (token === undefined) return { label: "unknown", sha256: await sha256(header) };
  const label = world.apiKeys.labelOf(token) ?? world.clientSecrets.find(token)?.label ?? "unknown";
  return { label, sha256: await sha256(token) };
}

/** Who is calling, or a 401 (the token does not work) or 403 (it works, but not here). */
export function authenticate(headers: Headers, operation: SandboxOperation, world: World): Caller {
  const token = bearerToken(headers);
  if (token === undefined) throw unauthorized("An Authorization header with one bearer token is required.");
  const label = world.apiKeys.labelOf(token);
  if (label !== undefined) return { kind: "api-key", label };
  const secret = world.clientSecrets.find(token);
  if (!secret) throw unauthorized("The bearer token is not known.");
  const state = world.clientSecrets.stateOf(secret);
  if (state === "expired") throw unauthorized("The client secret has expired.");
  if (state === "spent") throw unauthorized("The client secret has already been used.");
  if (!operation.browser) {
    throw new ApiRefusal(403, "FORBIDDEN_ERROR", ["A client secret may not call this operation."]);
  }
  return { kind: "client-secret", secret };
}

/** Refuses an address that is not on the allowlist, if there is one. */
export function checkAddress(address: string | undefined, world: World): void {
  if (world.allowedIps === null) return;
  // What a dual-stack socket reports for an IPv4 caller.
  const plain = address?.replace(/^::ffff:(?=\d+\.)/i, "");
  if (plain === undefined || !world.allowedIps.includes(plain)) {
    throw new ApiRefusal(403, "FORBIDDEN_ERROR", ["The caller's address is not on the allowlist."]);
  }
}

function unauthorized(detail: string): ApiRefusal {
  return new ApiRefusal(401, "AUTHORIZATION_ERROR", [detail]);
}
