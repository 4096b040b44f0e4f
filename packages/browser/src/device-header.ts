import { failure } from "./failure.ts";

/**
 * The header that carries the device id; none without one.
 *
 * @throws ConnectError `input_invalid` when it cannot be a header's value; the value is not repeated.
 * @see https://docs.developer.plastiq.com/docs/request-tracing
 */
export function deviceHeader(deviceId: string | undefined): Readonly<Record<string, string>> {
  if (deviceId === undefined) return {};
  if (typeof deviceId === "string" && /^[!-~]+$/.test(deviceId)) return { "end-user-device-id": deviceId };
  throw failure("input_invalid", "deviceId must be visible ASCII characters.");
}
