import * as v from "valibot";
import isIP from "validator/lib/isIP.js";
import type { FeePercentages, IdempotencyRules, Settings } from "../settings.ts";
import { object } from "./object.ts";
import { sentenceOf, validated } from "./validated.ts";

// A longer `setTimeout` would fire at once.
const LONGEST_WAIT = 2 ** 31 - 1;

/** How long to wait, in milliseconds. */
export const waitMs: v.GenericSchema<number> = v.pipe(
  v.number(),
  v.check((ms) => ms >= 0 && ms <= LONGEST_WAIT, `must be a number of milliseconds from 0 to ${LONGEST_WAIT}`),
);

/** Some of the settings. A missing fee or rule stays as it is. */
export interface SettingChanges extends Partial<Omit<Settings, "fees" | "idempotency">> {
  fees?: Partial<FeePercentages>;
  idempotency?: Partial<IdempotencyRules>;
}

type SettingForms = { readonly [Name in keyof Settings]: v.GenericSchema<Required<SettingChanges>[Name]> };

const percent = v.exactOptional(
  v.pipe(
    v.string(),
    v.regex(/^\d{1,2}(\.\d{1,4})?$/, 'must be a percentage below 100 as decimal text, such as "2.85"'),
  ),
);

type PartForms<Whole> = {
  readonly [Name in keyof Whole]: v.ExactOptionalSchema<v.GenericSchema<Whole[Name]>, undefined>;
};

const presence = v.picklist(["with", "without"]);

/** The form of each fee. */
export const feeForms: PartForms<FeePercentages> = { card: percent, bank: percent, crossBorder: percent };

/** The form of each rule about idempotency keys. */
export const idempotencyForms: PartForms<IdempotencyRules> = {
  mode: v.exactOptional(v.picklist(["replayed", "refused", "executed", "forgotten"])),
  replayErrors: v.exactOptional(v.boolean()),
};

/** The schema of each setting, for options, `control`, control routes, seeds and snapshots. */
export const settingForms: SettingForms = {
  errorShape: v.picklist(["reference", "guide"]),
  allowedIps: v.nullable(
    v.array(
      v.pipe(
        v.string(),
        v.check((ip) => isIP(ip), "must be an IP address"),
      ),
    ),
  ),
  vocabulary: v.picklist(["guide", "openapi"]),
  pagination: presence,
  intentOnPayments: presence,
  fees: object(feeForms),
  idempotency: object(idempotencyForms),
  processingMs: waitMs,
  autopilot: v.boolean(),
};

/** The same forms for an object that may lack any of them. */
export const changedSettings: v.ObjectEntries = Object.fromEntries(
  Object.entries(settingForms).map(([name, form]) => [name, v.exactOptional(form)]),
);

const changes = object(changedSettings);

/** Changes these settings. @throws TypeError that names the field; then nothing has changed. */
export function changeSettings(settings: Settings, given: SettingChanges): void {
  const { fees, idempotency, ...others } = validated(
    changes,
    given,
    ([problem]) => new TypeError(sentenceOf(problem)),
  ) as SettingChanges;
  Object.assign(settings, others, {
    fees: { ...settings.fees, ...fees },
    idempotency: { ...settings.idempotency, ...idempotency },
  });
}
