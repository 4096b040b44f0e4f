import * as v from "valibot";
import { fields } from "./fields.ts";
import { ANY, type Model } from "./model.ts";
import { once } from "./once.ts";
import { requiredText } from "./text.ts";

/**
 * A person that the vendor can contact. At least one of `email` and `phone` is required; the vendor recommends both. That
 * both names are required is inferred.
 */
export interface Contact {
  /** Given name. */
  readonly firstName: string;
  /** Family name. */
  readonly lastName: string;
  /** E-mail address. Needed when there is no `phone`. */
  readonly email?: string | undefined;
  /** Telephone number. Needed when there is no `email`. */
  readonly phone?: string | undefined;
}

/** {@link Contact} in a request. */
export const contactSchema: () => v.GenericSchema<Contact> = /* @__PURE__ */ once(() =>
  v.pipe(
    fields({
      firstName: requiredText(),
      lastName: requiredText(),
      email: v.optional(requiredText()),
      phone: v.optional(requiredText()),
    }),
    v.check(({ email, phone }) => email !== undefined || phone !== undefined, "needs an email or a phone"),
  ),
);

/** The known fields of a {@link Contact}. */
export const contactModel: Model = { firstName: ANY, lastName: ANY, email: ANY, phone: ANY };
