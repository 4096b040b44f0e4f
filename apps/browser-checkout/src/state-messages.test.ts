import { expect, it } from "vitest";
import { noticeOf, PROGRESS } from "./state-messages.ts";

const NOTICED = [
  "declined",
  "refused",
  "expired",
  "busy",
  "signed-out",
  "unreachable",
  "offline",
  "unavailable",
  "back-online",
] as const;

it("says something different in every state", () => {
  const notices = [...NOTICED.map((kind) => noticeOf({ kind })), noticeOf({ kind: "unknown", last4: "4242" })];
  const progress = Object.values(PROGRESS).map(({ text }) => text);
  expect(new Set([...notices.map((notice) => notice?.title), ...progress]).size).toBe(14);
});

it.each([
  [undefined, "Try again in a moment."],
  [1_000, "Try again in 1 second."],
  [19_001, "Try again in 20 seconds."],
  [200_000, "Try again in 4 minutes."],
])("says how long to wait when busy for %s ms", (retryAfter, said) =>
  expect(noticeOf({ kind: "busy", retryAfter })?.text).toContain(said),
);
