import * as v from "valibot";
import type { Caller, CallOptions } from "../../http/caller/caller.ts";
import { invoke } from "../../http/caller/invoke.ts";
import { jsonRequest } from "../../http/operation/api-request.ts";
import type { Call } from "../../http/operation/call.ts";
import { readResource } from "../../http/operation/decode.ts";
import type { Operation } from "../../http/operation/operation.ts";
import { type Address, addressSchema } from "../../schema/address.ts";
import { checkInput } from "../../schema/check-input.ts";
import { type Contact, contactSchema } from "../../schema/contact.ts";
import { fields, listOf } from "../../schema/fields.ts";
import { oneOf } from "../../schema/kind.ts";
import { once } from "../../schema/once.ts";
import { requiredText } from "../../schema/text.ts";
import { IDENTITY_TYPES, type Payer, payerModel } from "./payer.ts";

/** A document that identifies a payer. Its value never appears in an error, and the vendor never returns it. */
export interface IdentityDocument {
  /** The kind of document. */
  readonly type: "US_TIN" | "US_EIN" | "US_SSN" | "PASSPORT_NUMBER" | "ALIEN_REGISTRATION_NUMBER";
  /** The document's number. */
  readonly value: string;
  /** For a passport: the country as an ISO 3166-1 alpha-2 code (inferred). */
  readonly countryOfIssuance?: string | undefined;
}

/** Request to create a payer. */
export interface CreatePayerRequest {
  /** The person that the vendor can contact. */
  readonly contact: Contact;
  /** The name of the payer's business. */
  readonly businessName?: string | undefined;
  /** The address of the business, or a consumer's home address. */
  readonly businessAddress?: Address | undefined;
  /** The vendor may require these before a payment method can be used. */
  readonly identityDocuments?: readonly IdentityDocument[] | undefined;
}

/** The entries of a payer in a request. */
export const payerEntries: () => {
  readonly contact: v.GenericSchema<Contact>;
  readonly businessName: v.OptionalSchema<v.GenericSchema<string>, undefined>;
  readonly businessAddress: v.OptionalSchema<v.GenericSchema<Address>, undefined>;
  readonly identityDocuments: v.OptionalSchema<v.GenericSchema<IdentityDocument[]>, undefined>;
} = /* @__PURE__ */ once(() => ({
  contact: contactSchema(),
  businessName: v.optional(requiredText()),
  businessAddress: v.optional(addressSchema()),
  identityDocuments: v.optional(
    listOf(
      fields({
        type: oneOf(...IDENTITY_TYPES),
        value: requiredText(),
        countryOfIssuance: v.optional(requiredText()),
      }),
    ),
  ),
}));

const requestSchema: () => v.GenericSchema<CreatePayerRequest> = /* @__PURE__ */ once(() => fields(payerEntries()));

/** `POST /payers` as data. Never retried when it may have taken effect, because a payer must not be created twice. */
export const createPayerOperation: Operation<CreatePayerRequest, Payer> = {
  name: "createPayer",
  replay: "never",
  encode: (input, context) => jsonRequest("POST", "/payers", context, checkInput(requestSchema(), input)),
  decode: readResource,
  model: () => payerModel,
};

/**
 * Creates a payer.
 *
 * @throws ConnectError (the call rejects). After `outcome: "unknown"` the payer may exist.
 * @see https://docs.developer.plastiq.com/docs/creating-payers
 * @example
 * ```ts
 * import { type Caller, createPayer, type EndUser, type Payer } from "@plastiq-connect/core";
 *
 * export function signUp(caller: Caller, email: string, endUser: EndUser): Promise<Payer> {
 *   return createPayer(caller, { contact: { firstName: "Ada", lastName: "Example", email } }, { endUser });
 * }
 * ```
 */
export function createPayer(caller: Caller, input: CreatePayerRequest, options: CallOptions): Call<Payer> {
  return invoke(caller, createPayerOperation, input, options);
}
