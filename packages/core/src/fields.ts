import * as v from "valibot";
import { once } from "./once.ts";

/** A postal address. */
export interface Address {
  /** Street and house number. */
  readonly line1: string;
  /** Flat, suite or floor. */
  readonly line2?: string | undefined;
  /** City or town. */
  readonly city: string;
  /** State, province or region. */
  readonly state: string;
  /** Postal code, as text: it may begin with a zero. */
  readonly postalCode: string;
  /** ISO 3166-1 alpha-2, such as `US`. */
  readonly country: string;
}

/** Text that is not empty. */
export const requiredText: () => v.GenericSchema<string> = /* @__PURE__ */ once(() =>
  v.pipe(v.string(), v.regex(/./s, "must not be empty")),
);

/** {@link Address} on its way out. */
export const addressSchema: () => v.GenericSchema<Address> = /* @__PURE__ */ once(() =>
  v.strictObject({
    line1: requiredText(),
    line2: v.optional(v.string()),
    city: requiredText(),
    state: requiredText(),
    postalCode: requiredText(),
    country: v.pipe(v.string(), v.regex(/^[A-Z]{2}$/, "must be an ISO 3166-1 alpha-2 code, such as US")),
  }),
);

/** A UUID of the vendor's. */
export const idSchema: () => v.GenericSchema<string> = /* @__PURE__ */ once(() =>
  v.pipe(v.string(), v.regex(/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i, "must be a UUID")),
);

/** A reference to a payer by its id. */
export const payerRefSchema: () => v.GenericSchema<{ readonly id: string }> = /* @__PURE__ */ once(() =>
  v.strictObject({ id: idSchema() }),
);
