import * as v from "valibot";
import { ok, type Reply } from "../operation/reply.ts";
import type { Settings } from "../settings.ts";
import { documented, inDocument, named } from "./label.ts";
import { object } from "./object.ts";

const DEFAULT_LIMIT = 10;
const MOST_LIMIT = 100;

/** Which part of a list a request asks for. */
export interface PageQuery {
  readonly offset: number;
  readonly limit: number;
}

type PageParameter = v.GenericSchema<string | undefined, number>;

function wholeNumber(from: number, to: number, otherwise: number): PageParameter {
  const digits = v.pipe(
    v.string(),
    v.check(
      (text) => /^\d{1,10}$/.test(text) && Number(text) >= from && Number(text) <= to,
      `must be an integer from ${from} to ${to}`,
    ),
  );
  // In the document, a parameter has the type that its text stands for.
  const asNumber = inDocument<string>({ type: "integer", minimum: from, maximum: to, default: otherwise });
  return v.pipe(v.exactOptional(digits, String(otherwise)), asNumber, v.transform(Number));
}

/**
 * The query parameters of a list.
 * @see https://docs.developer.plastiq.com/docs/pagination
 */
export const pageQuery: { readonly offset: PageParameter; readonly limit: PageParameter } = {
  offset: wholeNumber(0, 2 ** 31 - 1, 0),
  limit: wholeNumber(1, MOST_LIMIT, DEFAULT_LIMIT),
};

/** Returns the reply with one page of a list, oldest item first. `show` returns the body of an item. */
export function pageOf<Item>(
  items: readonly Item[],
  { offset, limit }: PageQuery,
  settings: Readonly<Settings>,
  show: (item: Item) => object,
): Reply {
  const data = items.slice(offset, offset + limit).map(show);
  if (settings.pagination === "without") return ok({ data });
  const total = items.length;
  return ok({ data, pagination: { offset, limit, total, hasNextPage: offset + data.length < total } });
}

const pagination = named(
  "Pagination",
  object({
    offset: documented(v.number()),
    limit: documented(v.number()),
    total: documented(v.number()),
    hasNextPage: documented(v.boolean()),
  }),
);

/** The body of a list's response, and its name. */
export function pageResponse(name: string, item: v.GenericSchema): v.GenericSchema {
  return named(name, object({ data: documented(v.array(item)), pagination: v.exactOptional(documented(pagination)) }));
}
