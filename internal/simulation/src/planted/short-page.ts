import { type List, listCall as original } from "../../../../packages/core/src/http/lists/list.ts";
import type { ListRange } from "../../../../packages/core/src/http/lists/page.ts";

// Everything else is core's own module.
export * from "../../../../packages/core/src/http/lists/list.ts";

/** Plants: a page with fewer items than were asked for is the last one. */
export function listCall<Input extends ListRange, Item extends { readonly id: string }>(
  ...[caller, operation, input, options, more]: Parameters<typeof original<Input, Item>>
): List<Item> {
  const ending: typeof operation = {
    ...operation,
    decode(...response) {
      const page = operation.decode(...response);
      if (page.data.length >= (input.limit ?? 100)) return page;
      return { ...page, pagination: { ...page.pagination, hasNextPage: false } };
    },
  };
  return original(caller, ending, input, options, more);
}
