import * as v from "valibot";
import { LATEST } from "../account/clock.ts";
import { bare, notList } from "../schema/object.ts";
import type { SandboxSnapshot } from "../world.ts";

const percent = v.string();
const known = <const Entries extends v.ObjectEntries>(entries: Entries) => notList(v.object(bare(entries)));
const settings = known({
  errorShape: v.optional(v.picklist(["reference", "guide"])),
  allowedIps: v.optional(v.nullable(v.array(v.string()))),
  vocabulary: v.optional(v.picklist(["guide", "openapi"])),
  pagination: v.optional(v.picklist(["with", "without"])),
  fees: v.optional(known({ card: percent, bank: percent, crossBorder: percent })),
  idempotency: v.optional(
    known({
      mode: v.picklist(["replayed", "refused", "executed", "forgotten"]),
      replayErrors: v.boolean(),
    }),
  ),
  processingMs: v.optional(v.pipe(v.number(), v.finite(), v.minValue(0))),
  autopilot: v.optional(v.boolean()),
});
const anObject = notList(v.record(v.string(), v.unknown()));
const snapshotSchema = known({
  version: v.literal(1),
  now: v.pipe(v.number(), v.minValue(0), v.maxValue(LATEST)),
  settings,
  accounts: notList(v.record(v.string(), notList(v.record(v.string(), v.array(anObject))))),
});

/**
 * Checks the frame of a snapshot: its records are checked by whoever reads them.
 * @throws TypeError that names the field.
 */
export function checkSnapshot(input: unknown): SandboxSnapshot {
  if ((input as Partial<SandboxSnapshot> | null | undefined)?.version !== 1) {
    throw new TypeError("That is not a snapshot of this version of the sandbox.");
  }
  const result = v.safeParse(snapshotSchema, input);
  if (result.success) return result.output as SandboxSnapshot;
  throw new TypeError(`The snapshot is not valid: ${v.getDotPath(result.issues[0]) ?? "it"} is missing or wrong.`);
}
