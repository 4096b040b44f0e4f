import type { ConnectError } from "../../error.ts";
import { stopError } from "../attempts/abort.ts";
import { operationFailure } from "../attempts/call-failure.ts";
import type { Caller, CallOptions } from "../caller/caller.ts";
import { copyOptions } from "../caller/copy-options.ts";
import { invoke } from "../caller/invoke.ts";
import { type Call, presentCall, type ResponseFacts } from "../operation/call.ts";
import { unreadable } from "../operation/decode.ts";
import type { Operation } from "../operation/operation.ts";
import { checkMax, type ListRange, type Page } from "./page.ts";

/** A page with the facts of its response. */
export interface PageWithResponse<Item> extends Page<Item> {
  /** Status, headers and trace id. Each page is a call of its own, with its own trace id. */
  readonly response: ResponseFacts;
}

/**
 * A list: await it for its first page, or iterate over all of it.
 *
 * - `for await (const item of list)` visits every item, page by page. Offsets shift when the list changes during the
 *   iteration: a repeated item is skipped, but an item that shifts to an earlier page is missed.
 * - `.pages()` visits the pages as they arrive, including repeated items.
 * - `.toArray({ max })` collects items.
 *
 * The iteration starts with the page that the call has already requested. Each page has its own deadline. A `traceId`
 * in the options applies to the first page. `break` sends no further requests, and `signal` aborts the iteration.
 */
export interface List<Item> extends Call<Page<Item>>, AsyncIterable<Item> {
  /** Visits the pages, each with its status, headers and trace id. */
  pages(): AsyncIterable<PageWithResponse<Item>>;
  /** Collects at most `max` items, and requests no further pages. */
  toArray(options: { readonly max: number }): Promise<Item[]>;
}

interface ListRequest<Item> {
  /** The position of the first item. */
  readonly offset: number;
  readonly signal: AbortSignal | undefined;
  /** True for a list that the vendor does not paginate. */
  readonly single: boolean;
  /**
   * Returns the error of the iteration, with the facts of the page's call, or of the next page's call without a
   * response.
   */
  failure(error: ConnectError, response?: ResponseFacts): ConnectError;
  page(offset: number): Call<Page<Item>>;
}

/** Starts a list: requests the first page at once, and each further page when the iteration reaches it. */
export function listCall<Input extends ListRange, Item extends { readonly id: string }>(
  caller: Caller,
  operation: Operation<Input, Page<Item>>,
  input: Input,
  options: CallOptions,
  { single = false }: { readonly single?: boolean } = {},
): List<Item> {
  try {
    // Copies, because the caller may change the objects before the next page. A spread would omit the getters of a class.
    const { payerId, limit, offset: start = 0 } = Object(input) as ListRange & { readonly payerId?: string };
    const later = { ...copyOptions(options), traceId: undefined };
    return presentList(invoke(caller, operation, input, options), {
      offset: start,
      signal: later.signal,
      single,
      failure: (error, response) => operationFailure(error, operation.name, caller, response?.attempts),
      page: (offset) => invoke(caller, operation, { payerId, limit, offset } as unknown as Input, later),
    });
  } catch (error) {
    // A getter. Without its first page, a list requests no other.
    return presentList(presentCall(Promise.reject(error)), { offset: 0 } as never);
  }
}

interface Step<Item> {
  readonly page: Page<Item>;
  /** The page's call. Its headers are redacted lazily, because that takes longer than parsing the page. */
  readonly call: Call<Page<Item>>;
  /** The items that no earlier page contained. */
  readonly fresh: readonly Item[];
}

function presentList<Item extends { readonly id: string }>(
  first: Call<Page<Item>>,
  request: ListRequest<Item>,
): List<Item> {
  const list: List<Item> = Object.assign(first, {
    async *pages() {
      for await (const { page, call } of walk(request, list)) {
        yield { ...page, response: (await call.withResponse()).response };
      }
    },
    async *[Symbol.asyncIterator]() {
      for await (const { fresh } of walk(request, list)) {
        for (const item of fresh) {
          throwIfAborted(request);
          yield item;
        }
      }
    },
    async toArray(options: { readonly max: number }) {
      // When `max` is invalid, a failure of the first page must not be an unhandled rejection.
      list.catch(() => {});
      const max = checkMax(options?.max);
      const items: Item[] = [];
      for await (const item of list) if (items.push(item) >= max) break;
      return items;
    },
  });
  return list;
}

async function* walk<Item extends { readonly id: string }>(
  request: ListRequest<Item>,
  first: Call<Page<Item>>,
): AsyncGenerator<Step<Item>> {
  const given = new Set<string>();
  let stale = 0;
  let offset = request.offset;
  for (let call = first; ; call = request.page(offset)) {
    const page = await call;
    throwIfAborted(request);
    const next = page.pagination?.hasNextPage;
    const fresh = page.data.filter(({ id }) => given.size < given.add(id).size);
    // Before the page is given away: the caller may empty it.
    const { length } = page.data;
    yield { page, call, fresh };
    // A short page is not the end: the vendor may lower the limit, and its samples have no pagination object.
    if (next === false || request.single || (length === 0 && !next)) return;
    // A server that ignores the offset returns the same page forever.
    stale = fresh.length === 0 ? stale + 1 : 0;
    const fault =
      length === 0 ? "An empty page reports a next page." : stale === 2 && "Two pages in a row repeat earlier items.";
    if (fault) {
      const { response } = await call.withResponse();
      throw request.failure(unreadable(response, fault), response);
    }
    offset += length;
    throwIfAborted(request);
  }
}

// `not-sent`, because the next page was not requested.
function throwIfAborted({ signal, failure }: ListRequest<unknown>): void {
  if (!signal?.aborted) return;
  throw failure(stopError("aborted", "not-sent"));
}
