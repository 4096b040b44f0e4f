import { type Client, createCaller } from "@plastiq-connect/core";
import { type AdapterOptions, attachOperations } from "@plastiq-connect/core/adapter";
import { type Bindings, optionsFromEnv } from "./options-from-env.ts";

/**
 * Creates a client for a Worker. Missing options come from the bindings `PLASTIQ_API_KEY`, `PLASTIQ_ENVIRONMENT`
 * (`sandbox` or `production`) and `PLASTIQ_BASE_URL`. A missing API key fails each call.
 *
 * It uses no network, clock or randomness, so you can also call it at global scope, or for each request.
 *
 * @throws ConnectError `configuration_invalid`, naming the option or the binding.
 */
export function createClient(env: Bindings, options: AdapterOptions = {}): Client {
  return attachOperations(createCaller(optionsFromEnv(env, options)));
}
