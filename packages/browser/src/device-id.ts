import { failure } from "./failure.ts";
import { randomUuid } from "./random-uuid.ts";

/** Options for {@link deviceId}. */
export interface DeviceIdOptions {
  /** The storage of the id. Default: `localStorage`. */
  readonly storage?: Pick<Storage, "getItem" | "setItem"> | undefined;
  /** The storage key. Default: `plastiq-connect.device-id`. */
  readonly key?: string | undefined;
}

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;
// For pages without storage: by storage, then by key. One storage must not get the id of another.
const remembered = /* @__PURE__ */ new WeakMap<object, Map<string, string>>();
const DEFAULT_STORAGE = {};

/**
 * Returns a random id of this browser, for the header `End-User-Device-Id`. It stays the same across visits if the page
 * can store it. Otherwise (private mode, blocked or full storage) it lasts as long as the page.
 *
 * The id identifies a device across visits, so treat it like a cookie in your privacy notice.
 *
 * @throws ConnectError `configuration_invalid` on a server, where all visitors would share one id.
 * @see https://docs.developer.plastiq.com/docs/request-tracing
 * @example
 * ```ts
 * import { deviceId } from "@plastiq-connect/browser";
 *
 * export const ofThisBrowser = deviceId();
 * export const ofThisTab = deviceId({ storage: sessionStorage });
 * ```
 */
export function deviceId({ storage, key = "plastiq-connect.device-id" }: DeviceIdOptions = {}): string {
  // A web worker has a location but no document. A server has neither.
  if (!storage && !globalThis.document && !globalThis.location) throw failure("configuration_invalid", ON_A_SERVER);
  const owner = storage ?? DEFAULT_STORAGE;
  const ids = remembered.get(owner) ?? new Map<string, string>();
  remembered.set(owner, ids);
  let id = ids.get(key);
  // Where storage is blocked, reading `localStorage` throws.
  try {
    const stored = (storage ?? localStorage).getItem(key);
    if (stored && UUID.test(stored)) id = stored;
  } catch {}
  id ??= randomUuid();
  ids.set(key, id);
  try {
    (storage ?? localStorage).setItem(key, id);
  } catch {}
  return id;
}

const ON_A_SERVER =
  "deviceId() works only in a browser: on a server, all visitors would share one id. " +
  "Call it in the page, for example in a submit handler or an effect.";
