// Plays the schedules of a seed and prints the hash of all their traces.
import { createHash } from "node:crypto";
import fc from "fast-check";
import { hashOf, play } from "./play.ts";
import { anySchedule } from "./schedule.ts";

const [seed = "1", runs = "50"] = process.argv.slice(2);
const all = createHash("sha256");
for (const schedule of fc.sample(anySchedule, { seed: Number(seed), numRuns: Number(runs) })) {
  all.update(hashOf(await play(schedule)));
}
console.log(all.digest("hex"));
