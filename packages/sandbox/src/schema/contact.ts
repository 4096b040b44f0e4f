import * as v from "valibot";
import { email, phone, text } from "./fields.ts";
import { named } from "./label.ts";
import { object } from "./object.ts";

/** The person to contact, of a payer or a recipient. At least one of `email` and `phone` is there. */
export type Contact = {
  readonly firstName?: string;
  readonly lastName?: string;
  readonly email?: string;
  readonly phone?: string;
};

/** A contact in a request. The OpenAPI file's `oneOf` refuses both `email` and `phone`; the guide recommends both. */
export const contact: v.GenericSchema<Contact> = named(
  "Contact",
  v.pipe(
    object({
      firstName: v.exactOptional(text()),
      lastName: v.exactOptional(text()),
      email: v.exactOptional(email),
      phone: v.exactOptional(phone),
    }),
    v.check((given) => given.email !== undefined || given.phone !== undefined, "needs an email or a phone"),
  ),
);
