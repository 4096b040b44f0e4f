import type { OperationName } from "@plastiq-connect/sandbox";
import { BROKEN } from "../canned-responses.ts";
import type { CallCase, CannedResponse } from "../case.ts";
import { OPERATIONS } from "../operations/index.ts";
import { exactly } from "../pattern.ts";
import { kebab } from "./contract.ts";

const page = (ids: readonly string[], pagination?: object): CannedResponse => ({
  status: 200,
  body: { data: ids.map((id) => ({ id })), ...(pagination ? { pagination } : {}) },
});
const items = (...ids: readonly string[]): readonly { readonly id: string }[] => ids.map((id) => ({ id }));
const from = (offset: number, limit = 100) => ({ limit: `${limit}`, offset: `${offset}` });

/** Every list that has pages. */
const PAGED = (Object.keys(OPERATIONS) as OperationName[]).filter((name) => OPERATIONS[name].request.query?.offset);

interface Walk extends Pick<CallCase, "responses"> {
  readonly name: string;
  readonly rule: string;
  readonly input?: object;
  readonly max?: number;
  readonly rest?: Pick<CallCase, "client" | "call">;
  readonly expected: CallCase["expected"] & { readonly queries: readonly object[] };
}

const UNREADABLE = { code: "response_unreadable", outcome: "unknown", next: "look-up" };

const WALKS: readonly Walk[] = [
  {
    name: "no-pagination-object",
    rule: "Without a pagination object, an iteration ends with an empty page.",
    responses: [page(["a", "b"]), page(["c"]), page([])],
    expected: { value: items("a", "b", "c"), queries: [from(0), from(2), from(3)] },
  },
  {
    name: "clamped-limit",
    rule: "When the vendor lowers the limit, no item is lost: the next page starts where this one ended.",
    responses: [page(["a", "b"], { offset: 0, limit: 2, hasNextPage: true }), page(["c"], { hasNextPage: false })],
    expected: { value: items("a", "b", "c"), queries: [from(0), from(2)] },
  },
  {
    name: "clamped-limit-without-pagination",
    rule: "When the vendor lowers the limit, no item is lost without a pagination object either.",
    input: { limit: 50 },
    responses: [page(["a", "b"]), page(["c", "d"]), page([])],
    expected: { value: items("a", "b", "c", "d"), queries: [from(0, 50), from(2, 50), from(4, 50)] },
  },
  {
    name: "total-that-lies",
    rule: "A wrong `total` does not end an iteration.",
    responses: [page(["a", "b"], { total: 1, hasNextPage: true }), page(["c"], { total: 99, hasNextPage: false })],
    expected: { value: items("a", "b", "c"), queries: [from(0), from(2)] },
  },
  {
    name: "removed-item",
    rule: "An iteration continues when an item is removed meanwhile.",
    responses: [page(["a", "b"]), page(["d"]), page([])],
    expected: { value: items("a", "b", "d"), queries: [from(0), from(2), from(3)] },
  },
  {
    name: "null-pagination",
    rule: "A pagination object that is null or empty counts as missing.",
    responses: [
      { status: 200, body: { data: [{ id: "a" }], pagination: null } },
      page(["b"], {}),
      page([], { hasNextPage: null }),
    ],
    expected: { value: items("a", "b"), queries: [from(0), from(1), from(2)] },
  },
  {
    name: "abort-between-items",
    rule: "An abort between two items ends the iteration, and no page is requested.",
    rest: { call: { abortAtItem: 1 } },
    responses: [page(["a", "b"], { hasNextPage: true })],
    expected: { queries: [from(0)], error: { code: "aborted", outcome: "not-sent", attempts: 0 } },
  },
  {
    name: "abort-between-pages",
    rule: "An abort at the last item of a page ends the iteration before the next page is requested.",
    rest: { call: { abortAtItem: 2 } },
    responses: [page(["a", "b"], { hasNextPage: true })],
    expected: { queries: [from(0)], error: { code: "aborted", outcome: "not-sent", attempts: 0 } },
  },
  {
    name: "page-that-fails-for-a-moment",
    rule: "A page that fails temporarily is retried, and the iteration continues.",
    rest: { call: { walk: 50 } },
    responses: [page(["a"]), BROKEN, page(["b"]), page([])],
    expected: { value: items("a", "b"), queries: [from(0), from(1), from(1), from(2)] },
  },
  {
    name: "ignored-offset",
    rule: "A server that ignores the offset causes an error, not an endless loop.",
    responses: [page(["a", "b"])],
    expected: { queries: [from(0), from(2), from(4)], error: UNREADABLE },
  },
  {
    name: "slid-items",
    rule: "An item that shifts to the next page is returned once.",
    responses: [page(["a", "b"]), page(["b", "c"]), page([])],
    expected: { value: items("a", "b", "c"), queries: [from(0), from(2), from(4)] },
  },
  {
    name: "empty",
    rule: "An empty list has no items and one page.",
    responses: [page([])],
    expected: { value: [], queries: [from(0)] },
  },
  {
    name: "empty-page-with-a-next-one",
    rule: "An empty page that reports a next page is an error: ending there could lose items.",
    responses: [page([], { hasNextPage: true })],
    expected: { queries: [from(0)], error: UNREADABLE },
  },
  {
    name: "as-many-as-asked",
    rule: "No page is requested beyond `max`.",
    max: 2,
    responses: [page(["a", "b", "c"], { hasNextPage: true })],
    expected: { value: items("a", "b"), queries: [from(0)] },
  },
  {
    name: "own-range",
    rule: "`limit` and `offset` are sent, also for the next page.",
    input: { limit: 2, offset: 5 },
    responses: [page(["a", "b"], { hasNextPage: true }), page([], { hasNextPage: false })],
    expected: { value: items("a", "b"), queries: [from(5, 2), from(7, 2)] },
  },
];

/** Cases that take time, for one list only. */
const WAITS: readonly Walk[] = [
  {
    name: "abort-during-a-page",
    rule: "An abort while a page is requested ends the iteration.",
    rest: { call: { walk: 50, abortAtRequest: 2 } },
    responses: [page(["a"]), { never: true }],
    expected: { queries: [from(0), from(1)], error: { code: "aborted", outcome: "unknown" } },
  },
  {
    name: "deadline-of-a-page",
    rule: "Each page has its own deadline, and the iteration ends when a page exceeds it.",
    rest: { client: { deadline: 1_000 } },
    responses: [page(["a"]), { never: true }],
    expected: { queries: [from(0), from(1)], error: { code: "timed_out", outcome: "unknown" } },
  },
];

function walk(
  operation: OperationName,
  { name, rule, input, max = 50, rest = {}, responses = [], expected }: Walk,
): CallCase {
  const { input: sample, request } = OPERATIONS[operation];
  const { limit: _, offset: __, ...ids } = sample as Record<string, unknown>;
  const queries = expected.queries.map((range) => ({ ...request.query, ...range }));
  return {
    name: `lists/${kebab(operation)}-${name}`,
    rule,
    kind: "call",
    operation,
    input: { ...ids, ...input },
    chance: 0,
    call: { walk: max },
    ...rest,
    responses,
    expected: { requests: queries.length, ...expected, queries },
  };
}

/** Cases about lists. */
export const LIST_CASES: readonly CallCase[] = [
  ...PAGED.flatMap((operation) => WALKS.map((one) => walk(operation, one))),
  ...WAITS.map((one) => walk("listPayments", one)),
  ...(["with", "without"] as const).map(
    (pagination): CallCase => ({
      name: `lists/walk-${pagination}-pagination`,
      rule: `An iteration returns every item ${pagination} a pagination object.`,
      kind: "call",
      operation: "listPayments",
      input: { payerId: "{payer}", limit: 1 },
      call: { walk: 50, traceId: null },
      prepare: [{ do: "pagination", pagination }],
      expected: {
        requests: pagination === "with" ? 1 : 2,
        value: [{ id: "{payment}" }],
        request: { query: exactly({ payerId: "{payer}", limit: "1", offset: pagination === "with" ? "0" : "1" }) },
      },
    }),
  ),
  {
    name: "lists/categories-are-one-page",
    rule: "`categories.list` sends one request, without a query.",
    kind: "call",
    operation: "listCategories",
    call: { walk: 50 },
    responses: [page(["a", "b"])],
    expected: { requests: 1, value: items("a", "b"), queries: [exactly({})] },
  },
  ...([0, 101, 1.5] as const).map(
    (limit): CallCase => ({
      name: `lists/limit-of-${Math.floor(limit)}${limit % 1 ? "-and-a-half" : ""}`,
      rule: "`limit` must be an integer from 1 to 100.",
      kind: "call",
      operation: "listPayments",
      input: { payerId: "{payer}", limit },
      responses: [page([])],
      expected: { requests: 0, error: { code: "input_invalid", outcome: "not-sent", next: "fix-input" } },
    }),
  ),
];
