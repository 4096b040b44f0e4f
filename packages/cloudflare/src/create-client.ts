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
 * @example
 * ```ts
 * import { type Bindings, createClient } from "@plastiq-connect/cloudflare";
 *
 * declare function payerOfSession(request: Request): Promise<string>; // yours
 *
 * export default {
 *   async fetch(request: Request, env: Bindings): Promise<Response> {
 *     const connect = createClient(env);
 *     const { status } = await connect.payers.retrieve(await payerOfSession(request), { endUser: "none" });
 *     return Response.json({ status });
 *   },
 * };
 * ```
 */
export function createClient(env: Bindings, options: AdapterOptions = {}): Client {
  return attachOperations(createCaller(optionsFromEnv(env, options)));
}
