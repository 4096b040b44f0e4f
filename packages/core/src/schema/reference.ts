import type * as v from "valibot";
import { fields } from "./fields.ts";
import { idSchema } from "./id.ts";
import { once } from "./once.ts";

/** A resource and the payer it belongs to. */
export interface PayerOwned {
  /** The id (UUID) of the resource. */
  readonly id: string;
  /** The id (UUID) of the payer that it belongs to. */
  readonly payerId: string;
}

/** {@link PayerOwned} as the input of an operation. */
export const payerOwnedSchema: () => v.GenericSchema<PayerOwned> = /* @__PURE__ */ once(() =>
  fields({ id: idSchema(), payerId: idSchema() }),
);

/** An id alone as the input of an operation. */
export const onlyIdSchema: () => v.GenericSchema<{ readonly id: string }> = /* @__PURE__ */ once(() =>
  fields({ id: idSchema() }),
);
