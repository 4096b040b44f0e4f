import * as v from "valibot";
import type { Caller, CallOptions } from "../../http/caller/caller.ts";
import { invoke } from "../../http/caller/invoke.ts";
import { jsonRequest } from "../../http/operation/api-request.ts";
import type { Call } from "../../http/operation/call.ts";
import { readResource } from "../../http/operation/decode.ts";
import type { Operation } from "../../http/operation/operation.ts";
import { countrySchema } from "../../schema/address.ts";
import { checkInput } from "../../schema/check-input.ts";
import { type Contact, contactSchema } from "../../schema/contact.ts";
import { fields } from "../../schema/fields.ts";
import { idSchema, type Ref, refSchema } from "../../schema/id.ts";
import { nullableText, text } from "../../schema/kind.ts";
import { once } from "../../schema/once.ts";
import { requiredText } from "../../schema/text.ts";
import { type ReceivingMethod, receivingMethodSchema } from "./receiving-method.ts";
import { type Recipient, type RecipientAddress, recipientModel } from "./recipient.ts";

/** The recipient to create. */
export interface CreateRecipientRequest {
  /** The name of the business. */
  readonly businessName: string;
  /** The id (UUID) of its category; see `listCategories`. */
  readonly categoryId: string;
  /** The address of the business. */
  readonly businessAddress: RecipientAddress;
  /** The person that the vendor can contact. */
  readonly contact: Contact;
  /** How the recipient is paid. It cannot change later. */
  readonly receivingMethod: ReceivingMethod;
  /** The only payer that can pay this recipient. Default: all your payers. */
  readonly payer?: Ref | undefined;
}

/** The entries of a recipient that can change later. */
export const recipientEntries: () => {
  readonly businessName: v.GenericSchema<string>;
  readonly businessAddress: v.GenericSchema<RecipientAddress>;
  readonly contact: v.GenericSchema<Contact>;
} = /* @__PURE__ */ once(() => ({
  businessName: requiredText(),
  businessAddress: fields({
    line1: requiredText(),
    line2: v.optional(nullableText()),
    city: v.optional(text()),
    state: v.optional(text()),
    postalCode: v.optional(text()),
    country: countrySchema(),
  }),
  contact: contactSchema(),
}));

/** Returns the schema of a recipient, by the type of its receiving method. */
export function createRecipientSchema(input: unknown): v.GenericSchema<CreateRecipientRequest> {
  return fields({
    ...recipientEntries(),
    categoryId: idSchema(),
    receivingMethod: receivingMethodSchema(Object(Object(input).receivingMethod).type),
    payer: v.optional(refSchema()),
  });
}

/**
 * `POST /recipients` as data. Never retried when it may have taken effect, because a recipient must not be created
 * twice.
 */
export const createRecipientOperation: Operation<CreateRecipientRequest, Recipient> = {
  name: "createRecipient",
  replay: "never",
  encode: (input, context) =>
    jsonRequest("POST", "/recipients", context, checkInput(createRecipientSchema(input), input)),
  decode: readResource,
  model: recipientModel,
};

/**
 * Creates a recipient: the business that is paid.
 *
 * @throws ConnectError (the call rejects). After `outcome: "unknown"` the recipient may exist: list them.
 * @see https://docs.developer.plastiq.com/docs/creating-recipients
 * @example
 * ```ts
 * import { type Caller, createRecipient, type EndUser, type Recipient } from "@plastiq-connect/core";
 *
 * export function supplier(caller: Caller, categoryId: string, endUser: EndUser): Promise<Recipient> {
 *   return createRecipient(
 *     caller,
 *     {
 *       businessName: "Coffee Beans Supply Co.",
 *       categoryId,
 *       businessAddress: { line1: "19439 Stevens Creek Blvd", country: "US" },
 *       contact: { email: "billing@coffee.example" },
 *       receivingMethod: {
 *         type: "ACH",
 *         accountNumber: "3829473294723",
 *         routingNumber: "021000021",
 *         beneficiaryName: "Coffee Beans Supply Co.",
 *       },
 *     },
 *     { endUser },
 *   );
 * }
 * ```
 */
export function createRecipient(caller: Caller, input: CreateRecipientRequest, options: CallOptions): Call<Recipient> {
  return invoke(caller, createRecipientOperation, input, options);
}
