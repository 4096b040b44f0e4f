import { inputInvalid } from "../../error.ts";
import { isRecord } from "../../schema/kind.ts";

/** Data of the caller's own choice, as it is sent. */
export interface FreeJson {
  /** The JSON text. */
  readonly body: string;
  /** Every string and number in it that is long enough not to occur by chance. */
  readonly secrets: string[];
}

/**
 * Serializes data that no request model describes. Like `JSON.stringify`, it omits undefined fields, and sends what
 * `toJSON` returns.
 *
 * @throws ConnectError `input_invalid` for data that JSON cannot represent, or would silently omit.
 */
export function freeJson(data: unknown, field: string): FreeJson {
  const secrets: string[] = [];
  try {
    const body = JSON.stringify(data, (_, value) => {
      if (isLost(value)) throw value;
      if (typeof value === "number" ? String(value).length > 2 : typeof value === "string" && value.length > 3)
        secrets.push(String(value));
      return value;
    });
    return { body, secrets };
  } catch {
    // The engine's own message may quote the input. The data may also be nested too deeply.
    throw inputInvalid(`${field} must be plain JSON data.`, field);
  }
}

/** Returns whether JSON would omit a value, or replace it by null or an empty object. */
function isLost(value: unknown): boolean {
  // JSON omits functions and symbols, and sends null instead of NaN.
  if (typeof value === "number") return !Number.isFinite(value);
  if (Object(value) !== value || Array.isArray(value)) return typeof value === "symbol";
  // The content of a class may be in getters or private fields. By its name, because the value may be of another realm.
  return (
    !isRecord(value) ||
    (!Object.keys(value)[0] && ((value.constructor ?? Object) as { name?: unknown }).name !== "Object")
  );
}
