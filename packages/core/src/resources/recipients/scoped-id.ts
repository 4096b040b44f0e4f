import * as v from "valibot";
import { fields } from "../../schema/fields.ts";
import { idSchema } from "../../schema/id.ts";
import { once } from "../../schema/once.ts";

/** A recipient, with the payer if only that payer can pay it. */
export interface ScopedId {
  /** The id (UUID) of the recipient. */
  readonly id: string;
  /** The id (UUID) of the payer of a recipient that was created for one payer. */
  readonly payerId?: string | undefined;
}

/** {@link ScopedId} as the input of an operation. */
export const scopedIdSchema: () => v.GenericSchema<ScopedId> = /* @__PURE__ */ once(() =>
  fields({ id: idSchema(), payerId: v.optional(idSchema()) }),
);
