import * as v from "valibot";
import { CLIENT_SECRET_LIFETIME, ClientSecret } from "../../auth/client-secret.ts";
import type { Call } from "../../http/call.ts";
import type { Caller, CallOptions } from "../../http/caller.ts";
import { readAnswer } from "../../http/decode.ts";
import type { Operation } from "../../http/operation.ts";
import { checkInput } from "../../schema/check-input.ts";
import { type Ref, refSchema } from "../../schema/id.ts";
import { once } from "../../schema/once.ts";

/** What a client secret is minted for. */
export interface CreateClientSecretRequest {
  /** The payer that the secret is scoped to, by the id (UUID) that creating the payer gave. */
  readonly payer: Ref;
  /** What the secret may tokenise. The vendor knows only cards; always sent. */
  readonly type?: "CARD" | undefined;
}

const requestSchema: () => v.GenericSchema<CreateClientSecretRequest> = /* @__PURE__ */ once(() =>
  v.strictObject({
    payer: refSchema(),
    type: v.optional(v.literal("CARD"), "CARD"),
  }),
);

/** `POST /client-secrets` as data. A lost secret dies within a minute, so that repeating the call harms nobody. */
export const createClientSecretOperation: Operation<CreateClientSecretRequest, ClientSecret> = {
  name: "createClientSecret",
  replay: "safe",
  encode: (input, { headers }) => ({
    method: "POST",
    path: "/client-secrets",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify(checkInput(requestSchema(), { ...input })),
    secrets: [],
  }),
  decode: (response, { body = "" }) =>
    new ClientSecret(readAnswer(response, "clientSecret").clientSecret, {
      expiresAt: new Date(response.sentAt + CLIENT_SECRET_LIFETIME),
      // As it was sent: the caller may have changed the input since.
      payerId: JSON.parse(body).payer.id,
      traceId: response.traceId,
    }),
};

/**
 * Mints a client secret: a single-use token, valid for 60 seconds, with which a browser tokenises a card of this payer.
 *
 * @throws ConnectError (the call rejects).
 * @see https://docs.developer.plastiq.com/reference/post_client-secrets-1
 */
export function createClientSecret(
  caller: Caller,
  input: CreateClientSecretRequest,
  options: CallOptions,
): Call<ClientSecret> {
  return caller.call(createClientSecretOperation, input, options);
}
