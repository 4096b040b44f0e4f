import { expect, it } from "vitest";
import { FAULTS } from "../world/fault.ts";
import { simulateOverSockets } from "./simulate.ts";

const SEED = 20_261_125;
const RUNS = 2_000;

it(`keeps its promises in ${RUNS} schedules over real sockets, through the Node adapter`, {
  timeout: 900_000,
}, async () => {
  const { failures, mix } = await simulateOverSockets({ runs: RUNS, seed: SEED });
  expect(failures).toEqual([]);
  expect(new Set(mix.keys())).toEqual(new Set(Object.keys(FAULTS)));
});
