import * as v from "valibot";
import { once } from "./once.ts";
import { requiredText } from "./text.ts";

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
  /** Postal code, as text: it can begin with a zero. */
  readonly postalCode: string;
  /** ISO 3166-1 alpha-2 code, such as `US`. */
  readonly country: string;
}

/** {@link Address} in a request. */
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
