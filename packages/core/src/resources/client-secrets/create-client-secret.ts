import { CLIENT_SECRET_LIFETIME, ClientSecret } from "../../auth/client-secret.ts";
import type { Caller, CallOptions } from "../../http/caller/caller.ts";
import { invoke } from "../../http/caller/invoke.ts";
import type { Call } from "../../http/operation/call.ts";
import { readResponse } from "../../http/operation/decode.ts";
import type { Operation } from "../../http/operation/operation.ts";
import { type Ref, UUID } from "../../schema/id.ts";
import { type Issue, inputError } from "../../schema/input-error.ts";
import { isObject } from "../../schema/kind.ts";
import { ANY } from "../../schema/model.ts";

/** Request to mint a client secret. */
export interface CreateClientSecretRequest {
  /** The payer that the secret is scoped to. */
  readonly payer: Ref;
  /** The kind of payment method that the secret can store. The vendor documents only cards. Always sent. */
  readonly type?: "CARD" | undefined;
}

// Hand-written with the messages of the other schemas, because valibot would enlarge a bundle that only mints.
function checkRequest(input: unknown): CreateClientSecretRequest {
  const issues: Issue[] = [];
  // Each field is read once: a getter may return another value the next time.
  const { payer, type = "CARD", ...others }: Record<string, unknown> = Object(input);
  const { id, ...more }: Partial<Ref> = Object(payer);
  const wrongType = (path: string, value: unknown, expected: string): void => {
    issues.push({ path, rule: value === undefined ? "is missing" : `must be ${expected}` });
  };
  const unknownField = (fields: object, prefix = ""): void => {
    const [name] = Object.keys(fields);
    if (name !== undefined) issues.push({ path: prefix + name, rule: "is not a known field" });
  };
  if (isObject(payer)) {
    if (typeof id !== "string") wrongType("payer.id", id, "a string");
    else if (!UUID.test(id)) wrongType("payer.id", id, "a UUID");
    unknownField(more, "payer.");
  } else wrongType("payer", payer, "an object");
  if (type !== "CARD") wrongType("type", type, '"CARD"');
  unknownField(others);
  if (issues.length > 0) throw inputError(issues);
  return { payer: { id: id as string }, type: "CARD" };
}

/** `POST /client-secrets` as data. A lost secret expires within a minute, so the call can be retried. */
export const createClientSecretOperation: Operation<CreateClientSecretRequest, ClientSecret> = {
  name: "createClientSecret",
  replay: "safe",
  encode: (input, { headers }) => ({
    method: "POST",
    path: "/client-secrets",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify(checkRequest(input)),
    secrets: [],
  }),
  decode: (response, { body = "" }) =>
    new ClientSecret(readResponse(response, "clientSecret").clientSecret, {
      expiresAt: new Date(response.sentAt + CLIENT_SECRET_LIFETIME),
      // From the request: the caller may have changed the input since then.
      payerId: JSON.parse(body).payer.id,
      traceId: response.traceId,
    }),
  model: () => ({ clientSecret: ANY }),
};

/**
 * Mints a client secret: a single-use token, valid for 60 seconds, with which a browser stores a card for this payer.
 *
 * @throws ConnectError (the call rejects).
 * @see https://docs.developer.plastiq.com/reference/post_client-secrets-1
 * @example
 * ```ts
 * import { type Caller, type ClientSecret, createClientSecret, type EndUser } from "@plastiq-connect/core";
 *
 * export function secretFor(caller: Caller, payerId: string, endUser: EndUser): Promise<ClientSecret> {
 *   return createClientSecret(caller, { payer: { id: payerId } }, { endUser });
 * }
 * ```
 */
export function createClientSecret(
  caller: Caller,
  input: CreateClientSecretRequest,
  options: CallOptions,
): Call<ClientSecret> {
  return invoke(caller, createClientSecretOperation, input, options);
}
