import type * as v from "valibot";
import { fields } from "./fields.ts";
import { textLike } from "./kind.ts";
import { once } from "./once.ts";

/** The form of every id that the vendor assigns. */
export const UUID: RegExp = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** An id that the vendor assigned. Ids are validated so that they cannot change a request's path. */
export const idSchema: () => v.GenericSchema<string> = /* @__PURE__ */ once(() => textLike(UUID, "must be a UUID"));

/** Returns whether a value is a UUID v4, as trace ids and idempotency keys must be. */
export function isUuidV4(value: unknown): value is string {
  return typeof value === "string" && UUID.test(value) && /^.{14}4.{4}[89ab]/i.test(value);
}

/** Returns whether the vendor's id is the same as a valid one; undefined when it is not a UUID, or one is missing. */
export function isSameId(one: unknown, other: string | undefined): boolean | undefined {
  return typeof one === "string" && other && UUID.test(one) ? one.toLowerCase() === other.toLowerCase() : undefined;
}

/** A reference to another resource by its id. */
export interface Ref {
  /** The id (UUID) that the vendor assigned. */
  readonly id: string;
}

/** {@link Ref} in a request. */
export const refSchema: () => v.GenericSchema<Ref> = /* @__PURE__ */ once(() => fields({ id: idSchema() }));
