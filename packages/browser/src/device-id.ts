import { randomUuid } from "./random-uuid.ts";

/** Where the device id is kept. */
export interface DeviceIdOptions {
  /** Default `localStorage`. */
  readonly storage?: Pick<Storage, "getItem" | "setItem"> | undefined;
  /** Under which name. Default `plastiq-connect.device-id`. */
  readonly key?: string | undefined;
}

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;
// For pages that may not store anything.
const remembered = /* @__PURE__ */ new Map<string, string>();

/**
 * A random id of this browser, for the header `End-User-Device-Id`: the same at every visit, where the browser lets the
 * page store it, and otherwise (private mode, blocked or full storage) the same for as long as the page lives.
 *
 * It never throws. It follows a person from visit to visit: what your privacy notice says of cookies applies to it.
 *
 * @see https://docs.developer.plastiq.com/docs/request-tracing
 */
export function deviceId({ storage, key = "plastiq-connect.device-id" }: DeviceIdOptions = {}): string {
  let id = remembered.get(key);
  // Where storage is blocked, to name localStorage throws.
  try {
    const stored = (storage ?? localStorage).getItem(key);
    if (stored && UUID.test(stored)) id = stored;
  } catch {}
  id ??= randomUuid();
  remembered.set(key, id);
  try {
    (storage ?? localStorage).setItem(key, id);
  } catch {}
  return id;
}
