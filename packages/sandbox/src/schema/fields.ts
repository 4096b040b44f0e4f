import * as v from "valibot";
import { CountryCodes } from "validator/lib/isISO31661Alpha2.js";
import type { Address } from "./address.ts";
import { inDocument, named } from "./label.ts";
import { object } from "./object.ts";

type Text = v.GenericSchema<string>;

/** A text that is not blank and is no longer than `most` characters. */
export function text(most = 255): Text {
  return v.pipe(
    v.string(),
    v.check((value) => value.trim() !== "", "must not be empty"),
    v.maxLength(most, `must be at most ${most} characters`),
    inDocument({ pattern: "\\S" }),
  );
}

/** A text of a certain form; `rule` completes the sentence "the field ...". */
export function textLike(pattern: RegExp, rule: string): Text {
  return v.pipe(v.string(), v.regex(pattern, rule));
}

/** The second line of an address, which may be missing, null or empty. */
export const line2: v.ExactOptionalSchema<v.GenericSchema<string | null>, undefined> = v.exactOptional(
  v.nullable(v.pipe(v.string(), v.maxLength(255, "must be at most 255 characters"))),
);

/** Text on both sides of an @, without white space. Only mail servers know the other rules. */
export const email: Text = v.pipe(
  textLike(/^\S+@[^\s@]+$/, "must be an e-mail address"),
  v.maxLength(255, "must be at most 255 characters"),
);

/** 7 to 20 characters, each a digit, space, dot, hyphen or bracket; a plus may stand in front. */
export const phone: Text = textLike(/^\+?[\d ().-]{7,20}$/, "must be a phone number");

/** Two capital letters that are assigned in ISO 3166-1. */
export const country: Text = v.pipe(
  v.string(),
  v.check(
    // Node, unlike a bundler, finds no function at that module's default export.
    (value) => (CountryCodes as ReadonlySet<string>).has(value),
    "must be a two-letter country code (ISO 3166-1 alpha-2)",
  ),
  inDocument({ pattern: "^[A-Z]{2}$" }),
);

// The countries whose every address has a postal code.
const WITH_POSTAL_CODE =
  "AS AT AU BE BR CA CH CN CZ DE DK EE ES FI FR GB GR GU HR HU IN IT JP KR LI LT LU LV MP MX MY NL NO NZ PH PL PR PT RO RU " +
  "SA SE SG SK TH TR TW UA US VI ZA";

/**
 * A postal address. The second line can be left out, and the postal code where the country does not need one. Its form is
 * not checked against the country.
 */
export const address: v.GenericSchema<Address> = named(
  "Address",
  v.pipe(
    object({
      line1: text(),
      line2,
      city: text(),
      state: text(),
      postalCode: v.exactOptional(text(20)),
      country,
    }),
    v.forward(
      v.partialCheck(
        [["postalCode"], ["country"]],
        ({ postalCode, country }) => postalCode !== undefined || !WITH_POSTAL_CODE.includes(country),
        "is required",
      ),
      ["postalCode"],
    ),
  ),
);

/** An id: every one is a UUID. */
export const uuid: Text = v.pipe(v.string(), v.uuid("must be a UUID"));

/** `{id}`: how one resource refers to another, everywhere in the API. */
export const reference: v.GenericSchema<{ id: string }> = named("Reference", object({ id: uuid }));
