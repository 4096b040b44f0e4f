import * as v from "valibot";
import { LATEST } from "../account/clock.ts";
import { notList } from "../schema/object.ts";
import type { SandboxSnapshot } from "../world.ts";

const percent = v.string();
const settings = v.partial(
  v.object({
    errorShape: v.picklist(["reference", "guide"]),
    allowedIps: v.nullable(v.array(v.string())),
    vocabulary: v.picklist(["guide", "openapi"]),
    pagination: v.picklist(["with", "without"]),
    fees: v.object({ card: percent, bank: percent, crossBorder: percent }),
    idempotency: v.object({
      mode: v.picklist(["replayed", "refused", "executed", "forgotten"]),
      replayErrors: v.boolean(),
    }),
    processingMs: v.pipe(v.number(), v.finite(), v.minValue(0)),
    autopilot: v.boolean(),
  }),
);
const anObject = notList(v.record(v.string(), v.unknown()));
const snapshotSchema = v.object({
  version: v.literal(1),
  now: v.pipe(v.number(), v.minValue(0), v.maxValue(LATEST)),
  settings: notList(settings),
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
