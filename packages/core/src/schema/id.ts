import * as v from "valibot";
import { once } from "./once.ts";

/** An id that the vendor assigned. Every id is checked, so that none can change a request's path. */
export const idSchema: () => v.GenericSchema<string> = /* @__PURE__ */ once(() =>
  v.pipe(v.string(), v.regex(/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i, "must be a UUID")),
);

/** A reference to another resource by its id. */
export interface Ref {
  /** The id (UUID) that the vendor assigned. */
  readonly id: string;
}

/** {@link Ref} in a request. */
export const refSchema: () => v.GenericSchema<Ref> = /* @__PURE__ */ once(() => v.strictObject({ id: idSchema() }));
