import { failure } from "./failure.ts";
import { randomUuid } from "./random-uuid.ts";

/** Options for {@link deviceId}. */
export interface DeviceIdOptions {
  /** Where the id is kept. Default: `localStorage`. */
  readonly storage?: Pick<Storage, "getItem" | "setItem"> | undefined;
  /** The name that it is kept under. Default: `plastiq-connect.device-id`. */
  readonly key?: string | undefined;
}

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;
// For pages that may not store anything: by storage, then by key. One storage must not learn the id of another.
const remembered = /* @__PURE__ */ new WeakMap<object, Map<string, string>>();
const DEFAULT_STORAGE = {};

/**
 * Returns a random id of this browser, for the header `End-User-Device-Id`. It is the same at every visit where the page
 * may store it. Otherwise (private mode, blocked or full storage) it is the same for as long as the page lives.
 *
 * The id follows a person from visit to visit, so treat it like a cookie in your privacy notice.
 *
 * @throws ConnectError `configuration_invalid` on a server, where all visitors would share one id.
 * @see https://docs.developer.plastiq.com/docs/request-tracing
 */
export function deviceId({ storage, key = "plastiq-connect.device-id" }: DeviceIdOptions = {}): string {
  // A worker of a page has no document, but a location. A server has neither.
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
