import { createControl, type SandboxControl } from "./control/sandbox-control.ts";
import { createWorld } from "./create-world.ts";
import type { SandboxOptions } from "./options.ts";
import type { RequestInfo } from "./server/exchange.ts";
import { createRoutes } from "./server/routes.ts";
import type { World } from "./world.ts";

/** A running local sandbox: a replacement of the vendor's API. */
export interface Sandbox {
  /**
   * Responds to one request, whatever its host: only the path counts. The API is under `/api`; `/` is the inspector's
   * page, which works only on a server, where the control routes are.
   *
   * In place of fetch: `(input, init) => sandbox.fetch(new Request(input, init))`. A severed connection rejects with
   * `TypeError("fetch failed")`, an aborted request with its abort reason, as fetch does.
   */
  fetch(request: Request, info?: RequestInfo): Promise<Response>;
  /** Controls and observations of the sandbox. */
  readonly control: SandboxControl;
}

/**
 * Creates a sandbox that shares nothing with any other.
 *
 * @throws Error when an option is not valid, such as two accounts with one API key.
 * @example
 * ```ts
 * import { createClient } from "@plastiq-connect/core";
 * import { createSandbox, LOCAL_API_KEY } from "@plastiq-connect/sandbox";
 *
 * const sandbox = createSandbox();
 * export const connect = createClient({
 *   apiKey: LOCAL_API_KEY,
 *   fetch: (input, init) => sandbox.fetch(new Request(input, init)),
 * });
 * ```
 */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  return createSandboxIn(createWorld(options));
}

/** Creates a sandbox over a world that other code also uses. */
export function createSandboxIn(world: World): Sandbox {
  const routes = createRoutes(() => world);
  return {
    fetch: async (request, info = {}) => routes.fetch(request, info),
    control: createControl(world),
  };
}
