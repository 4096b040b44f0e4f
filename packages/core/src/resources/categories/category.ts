import { ANY, type Model } from "../../schema/model.ts";

/** A category of businesses. It stands for merchant category codes, and decides which cards may pay a recipient. */
export interface Category {
  /** The id (UUID) that a recipient is created with. */
  readonly id: string;
  /** The name to show. */
  readonly displayName?: string;
  /** Fields that the vendor adds after this release. */
  readonly [field: string]: unknown;
}

/** The known fields of a {@link Category}. */
export const categoryModel: Model = { id: ANY, displayName: ANY };
