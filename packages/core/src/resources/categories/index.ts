import type { Caller, CallOptions } from "../../http/caller/caller.ts";
import type { List } from "../../http/lists/list.ts";
import type { Category } from "./category.ts";
import { listCategories } from "./list-categories.ts";

/** The categories of businesses that recipients belong to. */
export interface Categories {
  /** Lists all categories. See {@link listCategories}. */
  list(options: CallOptions): List<Category>;
}

/** Binds the operations on categories to a caller. */
export function categoriesOf(caller: Caller): Categories {
  return { list: (options) => listCategories(caller, options) };
}
