import * as v from "valibot";
import { fields } from "./fields.ts";
import { nullableText, text, textLike } from "./kind.ts";
import { ANY, type Model } from "./model.ts";
import { once } from "./once.ts";
import { requiredText } from "./text.ts";

/** A postal address. */
export interface Address {
  /** Street and house number. */
  readonly line1: string;
  /** Flat, suite or floor. The vendor's own examples send and return `null`. */
  readonly line2?: string | null | undefined;
  /** City or town. */
  readonly city: string;
  /** State, province or region. */
  readonly state: string;
  /**
   * Postal code, as text because it can begin with a zero. Omit it, or leave it empty, if an address has none, as in
   * Hong Kong; see {@link checkPostalCode}.
   */
  readonly postalCode?: string | undefined;
  /** ISO 3166-1 alpha-2 code, such as `US`. */
  readonly country: string;
}

// The countries in which every address has a postal code, according to the address data that Google and Chrome use for
// forms. It is inferred that the vendor accepts an address without one elsewhere.
const WITH_POSTAL_CODE =
  "AS AT AU BE BR CA CH CN CZ DE DK EE ES FI FR GB GR GU HR HU IN IT JP KR LI LT LU LV MP MX MY NL NO NZ PH PL PR PT RO RU " +
  "SA SE SG SK TH TR TW UA US VI ZA";
const WITH_ZIP_CODE = "AS GU MP PR US VI";

// Also false for a part of a code, such as the empty country of a form in which none is chosen yet.
const isIn = (codes: string, country: string): boolean => codes.split(" ").includes(country);

/**
 * Checks a postal code by its country, with the rules of the request model. Returns undefined when it is valid.
 *
 * - `missing`: every address in that country has one.
 * - `malformed`: it is not a ZIP code, such as `94103` or `94103-1234`. Only US ZIP codes are checked.
 *
 * @example
 * ```ts
 * import { checkPostalCode } from "@plastiq-connect/core";
 *
 * checkPostalCode("", "US"); // "missing"
 * checkPostalCode("9410", "US"); // "malformed"
 * checkPostalCode("", "HK"); // undefined
 * ```
 */
export function checkPostalCode(postalCode: string | undefined, country: string): "missing" | "malformed" | undefined {
  if (!postalCode?.trim()) return isIn(WITH_POSTAL_CODE, country) ? "missing" : undefined;
  return isIn(WITH_ZIP_CODE, country) && !/^\d{5}(?:-\d{4})?$/.test(postalCode) ? "malformed" : undefined;
}

const POSTAL_CODE_MESSAGES = {
  missing: "must not be empty in this country",
  malformed: "must be a ZIP code, such as 94103 or 94103-1234",
} as const;

/** A country in a request: an ISO 3166-1 alpha-2 code. */
export const countrySchema: () => v.GenericSchema<string> = /* @__PURE__ */ once(() =>
  textLike(/^[A-Z]{2}$/, "must be an ISO 3166-1 alpha-2 code, such as US"),
);

/** {@link Address} in a request. */
export const addressSchema: () => v.GenericSchema<Address> = /* @__PURE__ */ once(() => addressSchemaWith({}));

/** Returns the schema of an address with additional fields. */
export function addressSchemaWith<Entries extends v.ObjectEntries>(
  entries: Entries,
): v.GenericSchema<Address & v.InferOutput<v.StrictObjectSchema<Entries, undefined>>> {
  const schema = v.pipe(
    fields({
      ...entries,
      line1: requiredText(),
      line2: v.optional(nullableText()),
      city: requiredText(),
      state: requiredText(),
      // A form leaves it empty if there is none. Then it is not sent.
      postalCode: v.optional(
        v.pipe(
          text(),
          v.transform((code) => code.trim() || undefined),
        ),
      ),
      country: countrySchema(),
    }),
    v.rawCheck(({ dataset, addIssue }) => {
      // Also when another field is invalid, so that a form can mark all of them at once.
      const value: Record<string, unknown> = Object(dataset.value);
      const { postalCode: input, country } = value;
      if (typeof country !== "string" || (input !== undefined && typeof input !== "string")) return;
      const wrong = checkPostalCode(input, country);
      if (!wrong) return;
      const path = { type: "object", origin: "value", input: value, key: "postalCode", value: input } as const;
      addIssue({ message: POSTAL_CODE_MESSAGES[wrong], path: [path] });
    }),
  );
  return schema as v.GenericSchema<unknown> as ReturnType<typeof addressSchemaWith<Entries>>;
}

/** The known fields of an {@link Address}. */
export const addressModel: Model = { line1: ANY, line2: ANY, city: ANY, state: ANY, postalCode: ANY, country: ANY };
