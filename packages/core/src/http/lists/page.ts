import * as v from "valibot";
import { inputInvalid } from "../../error.ts";
import { isNumber, kind } from "../../schema/kind.ts";
import { ANY, type Model } from "../../schema/model.ts";
import { once } from "../../schema/once.ts";
import { readJson, unreadable } from "../operation/decode.ts";
import type { ApiResponse } from "../operation/operation.ts";

/** The vendor's pagination facts. Its own samples omit them. */
export interface Pagination {
  /** The position of the first item. */
  readonly offset?: number;
  /** The largest number of items that the vendor puts on a page. */
  readonly limit?: number;
  /** The number of items in the list. */
  readonly total?: number;
  /** True if there is a next page. */
  readonly hasNextPage?: boolean;
  /** Fields that are unknown to this release. */
  readonly [field: string]: unknown;
}

/** One page of a list. */
export interface Page<Item> {
  /** The items. */
  readonly data: readonly Item[];
  /** The position in the list, if the vendor sends it. */
  readonly pagination?: Pagination;
  /** Fields that are unknown to this release. */
  readonly [field: string]: unknown;
}

/** The part of a list to request. */
export interface ListRange {
  /** The largest number of items on a page, from 1 to 100. Default 100. */
  readonly limit?: number | undefined;
  /** The position of the first item. Default 0. */
  readonly offset?: number | undefined;
}

const integer = (from: number, to: number): v.GenericSchema<number> =>
  v.pipe(
    kind<number>("a number", isNumber),
    v.check(
      (value) => Number.isInteger(value) && value >= from && value <= to,
      `must be an integer from ${from} to ${to}`,
    ),
  );

/** The entries of a {@link ListRange} in a schema. */
export const rangeEntries: () => {
  readonly limit: v.GenericSchema<number | undefined, number>;
  readonly offset: v.GenericSchema<number | undefined, number>;
} = /* @__PURE__ */ once(() => ({
  limit: v.optional(integer(1, 100), 100),
  offset: v.optional(integer(0, Number.MAX_SAFE_INTEGER), 0),
}));

/**
 * Parses a page. Each item must have an `id`; everything else is accepted.
 *
 * @throws ConnectError `response_unreadable`.
 */
export function readPage<Item extends { readonly id: string }>(response: ApiResponse): Page<Item> {
  const page = readJson(response);
  const items = page.data;
  if (!Array.isArray(items)) throw unreadable(response, "The response has no list in data.");
  if (items.some((item) => typeof item?.id !== "string" || !item.id)) {
    throw unreadable(response, "The response has an item without an id.");
  }
  return page as unknown as Page<Item>;
}

/** Returns the known fields of a page with items of the given model. */
export function pageModel(item: Model): Model {
  return { data: item, pagination: { offset: ANY, limit: ANY, total: ANY, hasNextPage: ANY } };
}

/** Checks `max` of `toArray`. @throws ConnectError `input_invalid`. */
export function checkMax(max: unknown): number {
  if (Number.isSafeInteger(max) && (max as number) > 0) return max as number;
  throw inputInvalid("max must be a positive integer.");
}
