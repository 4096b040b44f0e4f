import { defineOperation, type SandboxOperation } from "../../operation/operation.ts";
import { pageOf, pageResponse } from "../../schema/page.ts";
import { categories, categoryResponse } from "./category.ts";

/**
 * Lists the categories that a recipient can have, all on one page.
 * @see https://docs.developer.plastiq.com/docs/categories-overview
 */
export const listCategories: SandboxOperation = defineOperation({
  method: "GET",
  path: "/categories",
  headers: [],
  source: "documented",
  response: pageResponse("CategoryList", categoryResponse),
  carryOut: ({ settings }) =>
    pageOf(categories, { offset: 0, limit: categories.length }, settings, ({ id, displayName }) => ({
      id,
      displayName,
    })),
});
