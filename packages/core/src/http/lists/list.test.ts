import { describe, expect, it } from "vitest";
import { failureOf, fixture, json, NOBODY, PAYER, respondWith } from "../../testing/fixture.ts";
import { elapse, useVirtualClock } from "../../testing/virtual-clock.ts";
import type { Fetch } from "../transport/fetch.ts";

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const items = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => ({ id: id(from + n) }));

/** Facts that every error of the list has. */
const ABOUT = { operation: "listPayments", host: "connect.sandbox.plastiq.com" } as const;

/** A server with `count` items, whose habits the options change. */
function server(
  count: number,
  {
    most = 100,
    pagination = true,
    ignoreOffset = false,
  }: { most?: number; pagination?: boolean; ignoreOffset?: boolean } = {},
): Fetch & { asked: URL[] } {
  const asked: URL[] = [];
  const fetch: Fetch = async (text) => {
    const url = new URL(text);
    asked.push(url);
    const offset = ignoreOffset ? 0 : Number(url.searchParams.get("offset"));
    const end = Math.min(count, offset + Math.min(most, Number(url.searchParams.get("limit"))));
    const page = { offset, limit: most, total: 7, hasNextPage: end < count };
    return json({ data: items(offset, Math.max(offset, end)), ...(pagination ? { pagination: page } : {}) })();
  };
  return Object.assign(fetch, { asked });
}

const listOf = (fetch: Fetch, more: object = {}) =>
  fixture({ fetch }).client.payments.list({ payerId: PAYER.id, limit: 10 }, { ...NOBODY, ...more });

describe("a walk visits every item once", () => {
  it.each([
    ["with a pagination object", {}],
    ["without a pagination object", { pagination: false }],
    ["with a limit that the server lowers", { most: 3 }],
    ["with a lowered limit and no pagination object", { most: 3, pagination: false }],
  ])("%s", async (_, habits) => {
    const list = listOf(server(25, habits));
    expect(await list.toArray({ max: 1000 })).toEqual(items(0, 25));
  });

  it.each([0, 1, 7, 1e9, -1, null, "25"])("when the vendor says that there are %j", async (total) => {
    const fetch = respondWith(
      json({ data: items(0, 3), pagination: { total, hasNextPage: true } }),
      json({ data: items(3, 5), pagination: { total, hasNextPage: false } }),
    );
    expect(await listOf(fetch).toArray({ max: 9 })).toEqual(items(0, 5));
    expect(fetch.asked).toHaveLength(2);
  });

  it("and ends at once with no item", async () => {
    const fetch = server(0, { pagination: false });
    expect(await listOf(fetch).toArray({ max: 5 })).toEqual([]);
    expect(fetch.asked).toHaveLength(1);
  });

  it("when an item disappears meanwhile, and skips those that come again", async () => {
    const pages = [items(0, 3), items(2, 5), []];
    const fetch = respondWith(...pages.map((data) => json({ data })));
    expect(await listOf(fetch).toArray({ max: 9 })).toEqual(items(0, 5));
  });
});

describe("a walk fails", () => {
  it("with response_unreadable when the offset is ignored, instead of running for ever", async () => {
    const fetch = server(25, { pagination: false, ignoreOffset: true });
    expect(await failureOf(listOf(fetch).toArray({ max: 99 }))).toMatchObject({
      code: "response_unreadable",
      ...ABOUT,
      attempts: 1,
      message: expect.stringMatching(/^listPayments \(connect.sandbox.plastiq.com\): Two pages/),
    });
    expect(fetch.asked).toHaveLength(3);
  });

  it("with response_unreadable at an empty page that claims another", async () => {
    const page = { data: [], pagination: { hasNextPage: true } };
    const fetch = respondWith(json({}, 503, { "retry-after": "0" }), json(page));
    const failure = await failureOf(listOf(fetch).toArray({ max: 99 }));
    expect(failure).toMatchObject({ code: "response_unreadable", status: 200, ...ABOUT, attempts: 2 });
  });

  it.each([
    ["no list", {}],
    ["an item without an id", { data: [{}] }],
    ["an item with an empty id", { data: [{ id: "" }] }],
    ["an item whose id is a number", { data: [{ id: 1 }] }],
    ["an item that is null", { data: [null] }],
    ["no object", null],
  ])("with response_unreadable when the response has %s", async (_, body) => {
    const failure = await failureOf(listOf(respondWith(json(body))));
    expect(failure).toMatchObject({ code: "response_unreadable", ...ABOUT, attempts: 1 });
  });

  it("with aborted when the signal fires between two items, and requests nothing more", async () => {
    const controller = new AbortController();
    const fetch = server(25);
    const seen: string[] = [];
    const walk = async (): Promise<void> => {
      for await (const item of listOf(fetch, { signal: controller.signal })) {
        if (seen.push(item.id) === 4) controller.abort();
      }
    };
    expect(await failureOf(walk())).toMatchObject({ code: "aborted", outcome: "not-sent", ...ABOUT, attempts: 0 });
    expect([seen.length, fetch.asked.length]).toEqual([4, 1]);
  });
});

describe("a page of a walk", () => {
  useVirtualClock();
  const page = { data: items(0, 1), pagination: { hasNextPage: true } };
  const slow = (body: unknown, ms: number) => async () => {
    await new Promise((resolve) => setTimeout(resolve, ms));
    return json(body)();
  };

  it("has the deadline of the call to itself", async () => {
    const pages = [0, 1, 2, 3].map((n) => slow({ data: items(n, n + 1), pagination: { hasNextPage: n < 3 } }, 20_000));
    const options = { timeout: 25_000, deadline: 25_000 };
    const { value, took } = await elapse(listOf(respondWith(...pages), options).toArray({ max: 9 }));
    expect([value?.length, took]).toEqual([4, 80_000]);
  });

  it("ends the walk when it does not arrive by then", async () => {
    const fetch = respondWith(json(page), slow(page, 60_000));
    const { error, took } = await elapse(listOf(fetch, { deadline: 8_000, timeout: 90_000 }).toArray({ max: 9 }));
    expect(error).toMatchObject({ code: "timed_out", ...ABOUT });
    expect([fetch.asked.length, took]).toEqual([2, 8_000]);
  });

  it("is abandoned when the signal is aborted meanwhile, and requests nothing more", async () => {
    const controller = new AbortController();
    const fetch = respondWith(json(page), slow(page, 60_000));
    setTimeout(() => controller.abort(), 3_000);
    const walk = listOf(fetch, { signal: controller.signal }).toArray({ max: 9 });
    const { error, took } = await elapse(walk);
    expect(error).toMatchObject({ code: "aborted", outcome: "unknown" });
    expect([fetch.asked.length, took]).toEqual([2, 3_000]);
  });
});

describe("a list", () => {
  it("returns its first page when it is awaited, and reuses it for a walk", async () => {
    const fetch = server(5);
    const list = listOf(fetch);
    expect((await list).data).toEqual(items(0, 5));
    expect((await list.withResponse()).response.status).toBe(200);
    expect(await list.toArray({ max: 9 })).toHaveLength(5);
    expect(fetch.asked).toHaveLength(1);
  });

  it("walks its pages, each with its own trace id", async () => {
    const traceIds = new Set<string>();
    for await (const { data, response } of listOf(server(25)).pages()) {
      expect(data.length).toBeGreaterThan(0);
      traceIds.add(response.traceId);
    }
    expect(traceIds.size).toBe(3);
  });

  it("walks all its pages when the caller empties each one", async () => {
    const seen: number[] = [];
    for await (const page of listOf(server(25, { pagination: false })).pages()) {
      seen.push((page.data as unknown[]).splice(0).length);
    }
    expect(seen).toEqual([10, 10, 5, 0]);
  });

  it("requests nothing more after a break or beyond max", async () => {
    const fetch = server(25);
    for await (const item of listOf(fetch)) if (item.id === id(2)) break;
    expect(await listOf(fetch).toArray({ max: 10 })).toHaveLength(10);
    expect(fetch.asked).toHaveLength(2);
  });

  it("reports one failure when max is refused and the first page fails, too", async () => {
    const unhandled: unknown[] = [];
    const note = (error: unknown): void => void unhandled.push(error);
    process.on("unhandledRejection", note);
    try {
      const failing = respondWith(json({}));
      expect(await failureOf(listOf(failing).toArray({ max: 0 }))).toMatchObject({ code: "input_invalid" });
      // Node reports a rejection after the turn in which it happens.
      await expect.poll(() => failing.asked.length).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
      await new Promise((resolve) => setImmediate(resolve));
      expect(unhandled).toEqual([]);
    } finally {
      process.off("unhandledRejection", note);
    }
  });

  it.each([0, -1, 1.5, Number.NaN, Infinity, "3", undefined])("refuses %s as max", async (max) => {
    expect(await failureOf(listOf(server(1)).toArray({ max: max as number }))).toMatchObject({ code: "input_invalid" });
  });
});
