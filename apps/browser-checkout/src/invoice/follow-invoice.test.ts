import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { followInvoice } from "./follow-invoice.ts";

// The rules need no browser: `invoice.e2e.test.ts` follows invoices in real ones.
let sources: FakeSource[];
let page: { readonly window: EventTarget; readonly document: EventTarget & { hidden?: boolean } };
let connections: boolean[];

class FakeSource extends EventTarget {
  static readonly OPEN = 1;
  static readonly CLOSED = 2;
  readyState = 0;

  constructor() {
    super();
    sources.push(this);
  }
  opens(): void {
    this.readyState = FakeSource.OPEN;
    this.dispatchEvent(new Event("open"));
  }
  /** A browser connects again by itself, unless it gave up. */
  fails(readyState: number): void {
    this.readyState = readyState;
    this.dispatchEvent(new Event("error"));
  }
  close(): void {
    this.readyState = FakeSource.CLOSED;
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  sources = [];
  connections = [];
  page = {
    window: Object.assign(new EventTarget(), { setTimeout, clearTimeout }),
    document: new EventTarget(),
  };
  for (const [name, value] of Object.entries({ ...page, EventSource: FakeSource })) vi.stubGlobal(name, value);
  followInvoice("/events", { onView() {}, onConnection: (isOpen) => connections.push(isOpen) });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it("reconnects with growing pauses when the browser gives up, and starts over once it is connected", async () => {
  for (const pause of [1_500, 3_000, 6_000, 12_000, 24_000, 30_000, 30_000]) {
    const count = sources.length;
    sources.at(-1)?.fails(FakeSource.CLOSED);
    await vi.advanceTimersByTimeAsync(pause - 1);
    expect(sources).toHaveLength(count);
    await vi.advanceTimersByTimeAsync(1);
    expect(sources).toHaveLength(count + 1);
  }
  const count = sources.length;
  sources.at(-1)?.opens();
  sources.at(-1)?.fails(FakeSource.CLOSED);
  await vi.advanceTimersByTimeAsync(1_500);
  expect(sources).toHaveLength(count + 1);
});

it("does not report a connection that is lost for less than 3 seconds", async () => {
  sources[0]?.opens();
  sources[0]?.fails(0);
  await vi.advanceTimersByTimeAsync(2_999);
  sources[0]?.opens();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(connections).toEqual([true, true]);
});

it("reports repeatedly that the connection is lost, until it is back", async () => {
  for (let tries = 0; tries < 3; tries++) {
    sources[0]?.fails(0);
    await vi.advanceTimersByTimeAsync(3_000);
  }
  expect(connections).toEqual([false, false, false]);
});

it("connects at once when the browser is online again, and when the user returns to the page", () => {
  page.window.dispatchEvent(new Event("offline"));
  expect(connections).toEqual([false]);
  page.window.dispatchEvent(new Event("online"));
  expect(sources.map(({ readyState }) => readyState)).toEqual([FakeSource.CLOSED, 0]);
  for (const hidden of [true, false]) {
    page.document.hidden = hidden;
    page.document.dispatchEvent(new Event("visibilitychange"));
    expect(sources).toHaveLength(hidden ? 2 : 3);
  }
  sources.at(-1)?.opens();
  page.document.dispatchEvent(new Event("visibilitychange"));
  page.window.dispatchEvent(new Event("pagehide"));
  expect(sources).toHaveLength(3);
  expect(sources.at(-1)?.readyState).toBe(FakeSource.CLOSED);
});
