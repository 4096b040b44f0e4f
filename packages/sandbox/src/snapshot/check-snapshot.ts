import * as v from "valibot";
import { LATEST } from "../account/clock.ts";
import { recordKinds } from "../registry.ts";
import { bare, notList, openObject } from "../schema/object.ts";
import { changedSettings, feeForms, idempotencyForms } from "../schema/settings.ts";
import { sentenceOf, validated } from "../schema/validated.ts";
import type { SandboxSnapshot } from "../world.ts";

const known = <const Entries extends v.ObjectEntries>(entries: Entries) => notList(v.object(bare(entries)));
const settings = known({
  ...changedSettings,
  fees: v.exactOptional(known(feeForms)),
  idempotency: v.exactOptional(known(idempotencyForms)),
});
const records = recordKinds.map(({ name, fields }) => [name, v.exactOptional(v.array(openObject(fields)))] as const);
const anAccount = openObject(Object.fromEntries(records));
const snapshotSchema = known({
  version: v.literal(1),
  now: v.pipe(
    v.number(),
    v.check((ms) => ms >= 0 && ms <= LATEST, "must be a time before the year 9999, in epoch milliseconds"),
  ),
  settings,
  accounts: notList(v.record(v.string(), anAccount)),
});

/**
 * Checks the structure of a snapshot and the fields of its records. The code that reads these checks what is in them.
 * @throws TypeError that names the field.
 */
export function checkSnapshot(input: unknown): SandboxSnapshot {
  if ((input as Partial<SandboxSnapshot> | null | undefined)?.version !== 1) {
    throw new TypeError("That is not a snapshot of this version of the sandbox.");
  }
  return validated(
    snapshotSchema,
    input,
    ([problem]) => new TypeError(`The snapshot is not valid: ${sentenceOf(problem, "it")}`),
  ) as unknown as SandboxSnapshot;
}
