import { failure } from "./failure.ts";

/**
 * Returns the header with the device id, or no header without an id.
 *
 * @throws ConnectError `input_invalid` when the id is not a valid header value. It does not repeat the value.
 * @see https://docs.developer.plastiq.com/docs/request-tracing
 */
export function deviceHeader(deviceId: string | undefined): Readonly<Record<string, string>> {
  if (deviceId === undefined) return {};
  if (typeof deviceId === "string" && /^[!-~]+$/.test(deviceId)) return { "end-user-device-id": deviceId };
  throw failure("input_invalid", "deviceId must be visible ASCII characters.");
}
