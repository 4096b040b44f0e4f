import { ANY, type Model } from "../../schema/model.ts";

/** A category of businesses. It represents merchant category codes, and determines which cards can pay a recipient. */
export interface Category {
  /** The id (UUID), to create a recipient with. */
  readonly id: string;
  /** The name to show. */
  readonly displayName?: string;
  /** Fields that are unknown to this release. */
  readonly [field: string]: unknown;
}

/** The known fields of a {@link Category}. */
export const categoryModel: Model = { id: ANY, displayName: ANY };
