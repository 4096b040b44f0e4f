import { ConnectError } from "../../error.ts";
import { operationFailure } from "../attempts/call-failure.ts";
import type { Caller, CallOptions } from "../caller/caller.ts";
import type { Call, ResponseFacts } from "../operation/call.ts";
import { unreadable } from "../operation/decode.ts";
import type { Operation } from "../operation/operation.ts";
import { checkMax, type ListRange, type Page } from "./page.ts";

/** A page together with the facts of its response. */
export interface PageWithResponse<Item> extends Page<Item> {
  /** Status, headers and trace id. Each page is a call of its own, with its own trace id. */
  readonly response: ResponseFacts;
}

/**
 * A list: await it for its first page, or walk all of it.
 *
 * - `for await (const item of list)` visits every item, page by page. Offsets slide when the list changes meanwhile: an
 *   item that was visited is skipped, but one that slides out of sight is missed, and nobody can see that.
 * - `.pages()` visits the pages as they arrive, repeated items included.
 * - `.toArray({ max })` collects items.
 *
 * The walk starts with the page that the call has already requested. Each page has the call's deadline to itself. A
 * `traceId` in the options is that of the first page. `break` requests nothing more, and `signal` ends the walk.
 */
export interface List<Item> extends Call<Page<Item>>, AsyncIterable<Item> {
  /** Visits the pages, each with its status, headers and trace id. */
  pages(): AsyncIterable<PageWithResponse<Item>>;
  /** Collects the items, at most `max`, and requests no page beyond them. */
  toArray(options: { readonly max: number }): Promise<Item[]>;
}

interface ListRequest<Item> {
  /** The position of the first item. */
  readonly offset: number;
  readonly signal: AbortSignal | undefined;
  /** Set for a list that the vendor does not divide into pages. */
  readonly single: boolean;
  /** Returns the error of the walk, with the facts of the page's call; of the next one's without a response. */
  failure(error: ConnectError, response?: ResponseFacts): ConnectError;
  page(offset: number): Call<Page<Item>>;
}

/** Starts a list: requests its first page at once, and each further one when a walk arrives there. */
export function listCall<Input extends ListRange, Item extends { readonly id: string }>(
  caller: Caller,
  operation: Operation<Input, Page<Item>>,
  input: Input,
  options: CallOptions,
  { single = false }: { readonly single?: boolean } = {},
): List<Item> {
  const first = caller.call(operation, input, options);
  return presentList(first, {
    offset: input?.offset ?? 0,
    signal: options?.signal,
    single,
    failure: (error, response) => operationFailure(error, operation.name, caller, response?.attempts),
    page: (offset) => caller.call(operation, { ...input, offset }, { ...options, traceId: undefined }),
  });
}

interface Step<Item> {
  readonly page: Page<Item>;
  /** The page's call. Its headers are redacted when they are asked for, which takes longer than to read the page. */
  readonly call: Call<Page<Item>>;
  /** The items that no page before had. */
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
      // A refused max is the only failure that is reported.
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
    yield { page, call, fresh };
    const { length } = page.data;
    // A short page is no end: the vendor may lower the limit, and its samples have no pagination object.
    if (next === false || request.single || (length === 0 && !next)) return;
    // An offset that is ignored gives the same page for ever.
    stale = fresh.length === 0 ? stale + 1 : 0;
    const fault =
      length === 0
        ? "An empty page claims that another follows."
        : stale === 2 && "Two pages in a row repeat earlier items.";
    if (fault) {
      const { response } = await call.withResponse();
      throw request.failure(unreadable(response, fault), response);
    }
    offset += length;
    throwIfAborted(request);
  }
}

// The next page's call was not made.
function throwIfAborted({ signal, failure }: ListRequest<unknown>): void {
  if (!signal?.aborted) return;
  throw failure(new ConnectError({ code: "aborted", outcome: "not-sent", message: "The caller aborted the call." }));
}
