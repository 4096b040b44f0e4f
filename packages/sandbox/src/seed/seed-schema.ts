import * as v from "valibot";
import { arrows } from "../resources/payments/payment-life.ts";
import { notList, object, openObject } from "../schema/object.ts";
import { expectedText } from "../schema/parse.ts";
import { type Seed, SeedError } from "./seed.ts";

const recordOf = <Body extends v.GenericSchema>(body: Body) => notList(v.record(v.string(), body));
const record = recordOf(v.unknown());
const percent = v.exactOptional(v.string());
const settings = object({
  vocabulary: v.exactOptional(v.picklist(["guide", "openapi"])),
  pagination: v.exactOptional(v.picklist(["with", "without"])),
  errorShape: v.exactOptional(v.picklist(["reference", "guide"])),
  autopilot: v.exactOptional(v.boolean()),
  fees: v.exactOptional(object({ card: percent, bank: percent, crossBorder: percent })),
  idempotency: v.exactOptional(
    object({
      mode: v.exactOptional(v.picklist(["replayed", "refused", "executed", "forgotten"])),
      replayErrors: v.exactOptional(v.boolean()),
    }),
  ),
});
const payment = object({
  id: v.exactOptional(v.string()),
  paymentIntent: v.string(),
  status: v.exactOptional(v.picklist(Object.keys(arrows))),
  documents: v.exactOptional(v.array(v.string())),
});
const intent = openObject({ status: v.exactOptional(v.literal("EXPIRED")) });
const named = <Body extends v.GenericSchema>(body: Body) => v.exactOptional(recordOf(body));

const seedSchema = object({
  settings: v.exactOptional(settings),
  payers: named(record),
  paymentMethods: named(record),
  recipients: named(record),
  paymentIntents: named(intent),
  payments: named(payment),
  faults: v.exactOptional(v.array(record)),
});

/** Checks the frame of a seed: the bodies are checked as the requests that they are. @throws SeedError. */
export function checkSeed(input: unknown): Seed {
  const result = v.safeParse(seedSchema, input);
  if (result.success) {
    checkNames(input, result.output);
    return result.output as unknown as Seed;
  }
  const [issue] = result.issues;
  throw new SeedError(
    (issue.path ?? []).map(({ key }) => String(key)),
    problemOf(issue),
  );
}

/** valibot leaves out the names that could change the prototype of an object, such as `constructor`. */
function checkNames(input: unknown, output: Readonly<Record<string, unknown>>): void {
  for (const [kind, records] of Object.entries(input as object)) {
    const lost = Object.keys(records).find((name) => !Object.hasOwn(output[kind] as object, name));
    if (lost !== undefined) throw new SeedError([kind, lost], "is a name that cannot be used.");
  }
}

function problemOf(issue: v.BaseIssue<unknown>): string {
  if (issue.type === "strict_object" && issue.expected === "never") return "is not a known field.";
  if (issue.received === "undefined") return "is required.";
  if (issue.kind === "validation") return `${issue.message}.`;
  return `must be ${expectedText(issue.expected)}.`;
}
