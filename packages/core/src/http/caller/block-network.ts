import { configurationInvalid } from "../../error.ts";

/** Refuses some base URLs, by throwing an error. */
interface NetworkGuard {
  (baseUrl: string): void;
  /** How many times the network is blocked at the moment. */
  count: number;
}

/** Holds this process's guard. It is global, so that all copies of this package share it and bundles stay small. */
export const globals: { [guard: symbol]: NetworkGuard | undefined } = globalThis as never;
/** The name of the guard in {@link globals}. */
export const NETWORK_GUARD: symbol = /* @__PURE__ */ Symbol.for("plastiq-connect.guard");

/**
 * Blocks all calls to the vendor's hosts, so that no test reaches the vendor by mistake. The calls fail with
 * `configuration_invalid`, and nothing is sent. Other hosts still work, such as a local sandbox.
 *
 * Call it in the setup file of your tests. Returns a function that unblocks the hosts.
 *
 * @example
 * ```ts
 * import { blockNetwork } from "@plastiq-connect/core";
 *
 * blockNetwork();
 * ```
 */
export function blockNetwork(): () => void {
  globals[NETWORK_GUARD] ??= Object.assign(refuseVendor.bind(undefined), { count: 0 });
  const guard = globals[NETWORK_GUARD];
  guard.count += 1;
  let isUndone = false;
  return () => {
    if (isUndone) return;
    isUndone = true;
    guard.count -= 1;
    if (guard.count === 0) delete globals[NETWORK_GUARD];
  };
}

function refuseVendor(baseUrl: string): void {
  const { hostname } = new URL(baseUrl);
  // DNS ignores a trailing dot.
  if (!/(?:^|\.)plastiq\.com\.?$/.test(hostname)) return;
  throw configurationInvalid(
    `blockNetwork() was called, so nothing was sent to ${hostname}. Set baseUrl to a local sandbox or another host.`,
  );
}
