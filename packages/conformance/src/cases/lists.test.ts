import { expect, it } from "vitest";
import { LIST_CASES } from "./lists.ts";

it("walks the three lists that have pages", () => {
  const walked = LIST_CASES.flatMap(({ name }) => /^lists\/(.*)-clamped-limit$/.exec(name)?.[1] ?? []);
  expect(walked.toSorted()).toEqual(["list-payment-methods", "list-payments", "list-recipients"]);
});
