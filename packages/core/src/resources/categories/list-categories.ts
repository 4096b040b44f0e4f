import type { Caller, CallOptions } from "../../http/caller/caller.ts";
import { type List, listCall } from "../../http/lists/list.ts";
import { type Page, pageModel, readPage } from "../../http/lists/page.ts";
import { bareRequest } from "../../http/operation/api-request.ts";
import type { Operation } from "../../http/operation/operation.ts";
import { type Category, categoryModel } from "./category.ts";

/** `GET /categories` as data. The vendor does not paginate it. */
export const listCategoriesOperation: Operation<Readonly<Record<never, never>>, Page<Category>> = {
  name: "listCategories",
  replay: "safe",
  encode: (_, context) => bareRequest("GET", "/categories", context),
  decode: readPage,
  model: () => pageModel(categoryModel),
};

/**
 * Lists all categories, on one page. Use a category's id to create a recipient.
 *
 * @throws ConnectError (the call rejects).
 * @see https://docs.developer.plastiq.com/docs/categories-overview
 * @example
 * ```ts
 * import { type Caller, type Category, listCategories } from "@plastiq-connect/core";
 *
 * export async function categories(caller: Caller): Promise<readonly Category[]> {
 *   return (await listCategories(caller, { endUser: "none" })).data;
 * }
 * ```
 */
export function listCategories(caller: Caller, options: CallOptions): List<Category> {
  return listCall(caller, listCategoriesOperation, {}, options, { single: true });
}
