import { describe, expect, it } from "vitest";
import { ABSENT, between, differences, exactly, matches, overlay, type Pattern } from "./pattern.ts";

describe("a pattern", () => {
  it.each<[string, Pattern, unknown]>([
    ["a subset", { a: 1 }, { a: 1, b: 2 }],
    ["an exact list", [1, { a: 1 }], [1, { a: 1, b: 2 }]],
    ["what is absent", { a: ABSENT }, { b: 1 }],
    ["bounds", between(1, 2), 2],
    ["an expression", matches("^a"), "abc"],
    ["an exact object, in any order", exactly({ a: 1, b: 2 }), { b: 2, a: 1 }],
  ])("is met by %s", (_, pattern, actual) => {
    expect(differences(pattern, actual)).toEqual([]);
  });

  it.each<[string, Pattern, unknown]>([
    ["another value", { a: 1 }, { a: 2 }],
    ["a longer list", [1], [1, 2]],
    ["something where there should be nothing", { a: ABSENT }, { a: null }],
    ["a number out of bounds", between(1, 2), 3],
    ["no number", between(1, 2), "1"],
    ["no object", { a: 1 }, undefined],
    ["a list for an object", [], "text"],
    ["one field more than exact", exactly({ a: 1 }), { a: 1, b: 2 }],
    ["nothing for exact", exactly({ a: 1 }), undefined],
  ])("is not met by %s", (_, pattern, actual) => {
    expect(differences(pattern, actual)).toHaveLength(1);
  });

  it("names the path", () => {
    expect(differences({ a: { b: 1 } }, { a: { b: 2 } })).toEqual([{ at: "a.b", expected: "1", actual: "2" }]);
  });

  it("accepts another pattern in its place", () => {
    const over = overlay({ error: { code: "x", status: 307 } }, { error: { status: 0 } });
    expect(over).toEqual({ error: { code: "x", status: 0 } });
    expect(overlay({ a: { b: 1 } }, { a: ABSENT })).toEqual({ a: ABSENT });
  });
});
