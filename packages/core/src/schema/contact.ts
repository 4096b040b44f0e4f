import * as v from "valibot";
import { fields } from "./fields.ts";
import { ANY, type Model } from "./model.ts";
import { requiredText } from "./text.ts";

/** A person that the vendor can contact. At least one of `email` and `phone` is required; the vendor recommends both. */
export interface Contact {
  /** Given name. */
  readonly firstName?: string | undefined;
  /** Family name. */
  readonly lastName?: string | undefined;
  /** E-mail address. Needed when there is no `phone`. */
  readonly email?: string | undefined;
  /** Telephone number. Needed when there is no `email`. */
  readonly phone?: string | undefined;
}

/** {@link Contact} in a request. */
export function contactSchema(): v.GenericSchema<Contact> {
  return v.pipe(
    fields({
      firstName: v.optional(requiredText()),
      lastName: v.optional(requiredText()),
      email: v.optional(requiredText()),
      phone: v.optional(requiredText()),
    }),
    v.check(({ email, phone }) => email !== undefined || phone !== undefined, "needs an email or a phone"),
  );
}

/** The known fields of a {@link Contact}. */
export const contactModel: Model = { firstName: ANY, lastName: ANY, email: ANY, phone: ANY };
