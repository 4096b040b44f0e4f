import * as v from "valibot";
import { faultSchema } from "../faults/fault-schema.ts";
import { documentType } from "../resources/documents/document.ts";
import { transitions } from "../resources/payments/payment-lifecycle.ts";
import { notList, object, openObject } from "../schema/object.ts";
import { settingForms } from "../schema/settings.ts";
import { validated } from "../schema/validated.ts";
import { type Seed, SeedError } from "./seed.ts";

const recordOf = <Body extends v.GenericSchema>(body: Body) => notList(v.record(v.string(), body));
const record = recordOf(v.unknown());
const settings = object({
  vocabulary: v.exactOptional(settingForms.vocabulary),
  pagination: v.exactOptional(settingForms.pagination),
  intentOnPayments: v.exactOptional(settingForms.intentOnPayments),
  errorShape: v.exactOptional(settingForms.errorShape),
  autopilot: v.exactOptional(settingForms.autopilot),
  fees: v.exactOptional(settingForms.fees),
  idempotency: v.exactOptional(settingForms.idempotency),
});
const payment = object({
  id: v.exactOptional(v.string()),
  paymentIntent: v.string(),
  status: v.exactOptional(v.picklist(Object.keys(transitions))),
  documents: v.exactOptional(v.array(documentType)),
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
  faults: v.exactOptional(v.array(faultSchema)),
});

/** Checks the structure of a seed. Its bodies are checked as requests, when they are sent. @throws SeedError. */
export function checkSeed(input: unknown): Seed {
  const seed = validated(seedSchema, input, ([{ path, rule }]) => new SeedError(path, rule));
  checkNames(input, seed);
  return seed as unknown as Seed;
}

/** valibot leaves out the names that could change the prototype of an object, such as `constructor`. */
function checkNames(input: unknown, output: Readonly<Record<string, unknown>>): void {
  for (const [kind, records] of Object.entries(input as object)) {
    const lost = Object.keys(records).find((name) => !Object.hasOwn(output[kind] as object, name));
    if (lost !== undefined) throw new SeedError([kind, lost], "is a name that cannot be used.");
  }
}
