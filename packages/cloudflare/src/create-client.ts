import { type Client, createCaller } from "@plastiq-connect/core";
import { type AdapterOptions, attachOperations } from "@plastiq-connect/core/adapter";
import { type Bindings, withBindings } from "./bindings.ts";

/**
 * A client for a Worker, set up from the bindings `PLASTIQ_API_KEY`, `PLASTIQ_ENVIRONMENT` (`sandbox` or `production`)
 * and `PLASTIQ_BASE_URL`, or from options, which win.
 *
 * It touches neither network nor clock nor randomness, so that it may also be made at global scope, where a Worker
 * must not use these. It is cheap to make for each request.
 *
 * @throws ConnectError `configuration_invalid`, naming the option or the binding.
 */
export function createClient(env: Bindings, options: AdapterOptions = {}): Client {
  return attachOperations(createCaller(withBindings(env, options)));
}
