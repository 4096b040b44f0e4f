import { describe, expect, it } from "vitest";
import { play } from "./play.ts";
import { REGRESSIONS } from "./regressions.ts";

describe("a schedule that once broke a promise", () => {
  it.each(REGRESSIONS)("holds: $rule (seed $seed)", async ({ schedule }) => {
    expect((await play(schedule)).violations).toEqual([]);
  });
});
