import * as v from "valibot";
import { documented, named } from "../../schema/label.ts";
import { object } from "../../schema/object.ts";
import { LOCAL_CATEGORY_ID, LOCAL_RENT_CATEGORY_ID } from "../../settings.ts";

/** A category of recipients as in a response. It stands for a merchant category code. */
export interface CategoryRecord {
  readonly id: string;
  readonly displayName: string;
}

/** The sandbox's record of a category. */
export interface Category extends CategoryRecord {
  /** The card brands, in card-validator's spelling, that cannot pay a recipient of this category. */
  readonly refusedBrands: readonly string[];
}

/** The categories that every account has. The vendor's list is longer and not public. */
export const categories: readonly Category[] = [
  { id: LOCAL_CATEGORY_ID, displayName: "General Inventory", refusedBrands: [] },
  { id: LOCAL_RENT_CATEGORY_ID, displayName: "Rent", refusedBrands: ["American Express"] },
];

/** A category in a response. */
export const categoryResponse: v.GenericSchema<CategoryRecord> = named(
  "Category",
  object({
    id: documented(v.string()),
    displayName: documented(v.string()),
  }),
);

/** Returns the category with this id, or undefined. Ids are compared without case. */
export function findCategory(id: string): Category | undefined {
  return categories.find((category) => category.id === id.toLowerCase());
}
