import type { Client } from "@plastiq-connect/core";
import { type AdapterOptions, attachOperations } from "@plastiq-connect/core/adapter";
import { createCaller } from "./create-caller.ts";
import { withEnvironment } from "./environment.ts";

/**
 * A client for Deno, set up from `PLASTIQ_API_KEY`, `PLASTIQ_ENVIRONMENT` (`sandbox` or `production`) and
 * `PLASTIQ_BASE_URL`, or from options, which win. What an option says is not read, and needs no permission. It does no
 * I/O.
 *
 * A missing permission is an error that names the flag: of the environment here, of the network in each call.
 *
 * @throws ConnectError `configuration_invalid`, naming the option, the variable or the flag.
 */
export function createClient(options: AdapterOptions = {}): Client {
  return attachOperations(createCaller(withEnvironment(options)));
}
