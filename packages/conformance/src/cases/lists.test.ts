import { expect, it } from "vitest";
import { OPERATIONS } from "../operations/index.ts";
import { kebab } from "./contract.ts";
import { LIST_CASES } from "./lists.ts";

it("walks every list that has pages", () => {
  const walked = LIST_CASES.flatMap(({ name }) => /^lists\/(.*)-clamped-limit$/.exec(name)?.[1] ?? []);
  // The vendor returns all categories on one page.
  const lists = Object.keys(OPERATIONS).filter((name) => name.startsWith("list") && name !== "listCategories");
  expect(lists.length).toBeGreaterThan(0);
  expect(walked.toSorted()).toEqual(lists.map(kebab).toSorted());
});
