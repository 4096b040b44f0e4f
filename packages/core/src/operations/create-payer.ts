import * as v from "valibot";
import type { Call } from "../call.ts";
import type { Caller, CallOptions } from "../caller.ts";
import { type Address, addressSchema, requiredText } from "../fields.ts";
import { checkInput } from "../model.ts";
import { once } from "../once.ts";
import type { Operation } from "../operation.ts";
import { type Payer, readPayer } from "../payer.ts";

/** Who a payer is. At least one of `email` and `phone`; the vendor recommends both. */
export interface PayerContact {
  /** Given name. */
  readonly firstName: string;
  /** Family name. */
  readonly lastName: string;
  /** E-mail address. Needed when there is no `phone`. */
  readonly email?: string | undefined;
  /** Telephone number. Needed when there is no `email`. */
  readonly phone?: string | undefined;
}

/** A document that identifies a payer. Its value never appears in an error, and the vendor never sends it back. */
export interface IdentityDocument {
  /** What kind of document it is. */
  readonly type: "US_TIN" | "US_EIN" | "US_SSN" | "PASSPORT_NUMBER" | "ALIEN_REGISTRATION_NUMBER";
  /** The document's number. */
  readonly value: string;
  /** Of a passport: ISO 3166-1 alpha-2. */
  readonly countryOfIssuance?: string | undefined;
}

/** What a payer is created from. */
export interface CreatePayerRequest {
  /** Whom the vendor can reach. */
  readonly contact: PayerContact;
  /** The name of a business that pays. */
  readonly businessName?: string | undefined;
  /** Also where a consumer's home address goes. */
  readonly businessAddress?: Address | undefined;
  /** What the vendor may ask for before a payment method can be used. */
  readonly identityDocuments?: readonly IdentityDocument[] | undefined;
}

const contactSchema = /* @__PURE__ */ once(() =>
  v.pipe(
    v.strictObject({
      firstName: requiredText(),
      lastName: requiredText(),
      email: v.optional(requiredText()),
      phone: v.optional(requiredText()),
    }),
    v.check(({ email, phone }) => email !== undefined || phone !== undefined, "needs an email or a phone"),
  ),
);
const requestSchema: () => v.GenericSchema<CreatePayerRequest> = /* @__PURE__ */ once(() =>
  v.strictObject({
    contact: contactSchema(),
    businessName: v.optional(requiredText()),
    businessAddress: v.optional(addressSchema()),
    identityDocuments: v.optional(
      v.array(
        v.strictObject({
          type: v.picklist(["US_TIN", "US_EIN", "US_SSN", "PASSPORT_NUMBER", "ALIEN_REGISTRATION_NUMBER"]),
          value: requiredText(),
          countryOfIssuance: v.optional(requiredText()),
        }),
      ),
    ),
  }),
);

/** `POST /payers` as data. Never repeated when it may have taken effect: a payer must not exist twice. */
export const payerOperation: Operation<CreatePayerRequest, Payer> = {
  name: "createPayer",
  replay: "never",
  encode(input, { headers }) {
    const checked = checkInput(requestSchema(), input);
    return {
      method: "POST",
      path: "/payers",
      headers: { ...headers, "content-type": "application/json" },
      body: JSON.stringify(checked),
      secrets: (checked.identityDocuments ?? []).map(({ value }) => value),
    };
  },
  decode: readPayer,
};

/**
 * Creates a payer.
 *
 * @throws ConnectError (the call rejects). After `outcome: "unknown"` the payer may exist.
 * @see https://docs.developer.plastiq.com/docs/creating-payers
 */
export function createPayer(caller: Caller, input: CreatePayerRequest, options: CallOptions): Call<Payer> {
  return caller.call(payerOperation, input, options);
}
