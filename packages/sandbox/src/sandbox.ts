import { createApiKeys } from "./api-keys.ts";
import { createClientSecrets } from "./client-secrets.ts";
import { createClock } from "./clock.ts";
import type { RequestInfo } from "./exchange.ts";
import { createFaultQueue } from "./fault.ts";
import type { World } from "./operation.ts";
import { LOCAL_API_KEY, type SandboxOptions } from "./options.ts";
import { createPayers } from "./payers.ts";
import { createPaymentMethods } from "./payment-methods.ts";
import { createRoutes } from "./routes.ts";
import { createControl, type SandboxControl } from "./sandbox-control.ts";
import { createSeenLog } from "./seen.ts";

const DEFAULT_MAX_BODY_BYTES = 64 * 1024;

/** A running stand-in for the vendor's API. */
export interface Sandbox {
  /**
   * Answers one request, whatever its host: only the path counts, and it starts with `/api`.
   *
   * In place of fetch: `(input, init) => sandbox.fetch(new Request(input, init))`. A severed connection rejects with
   * `TypeError("fetch failed")`, an aborted request with its abort reason, as fetch does.
   */
  fetch(request: Request, info?: RequestInfo): Promise<Response>;
  /** What a test may do to the sandbox and see of it. */
  readonly control: SandboxControl;
}

/** Makes a sandbox that shares nothing with any other. Throws on options that cannot be, such as three API keys. */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  const clock = createClock(options.now ?? (() => Date.now()));
  const { now } = clock;
  const world: World = {
    clock,
    apiKeys: createApiKeys(options.apiKeys ?? [{ label: "local", key: LOCAL_API_KEY }], now),
    payers: createPayers(now),
    clientSecrets: createClientSecrets(now),
    paymentMethods: createPaymentMethods(),
    faults: createFaultQueue(),
    seen: createSeenLog(),
    maxBodyBytes: options.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES,
    errorShape: options.errorShape ?? "reference",
    allowedIps: options.allowedIps ?? null,
  };
  const routes = createRoutes(world);
  return {
    fetch: async (request, info = {}) => routes.fetch(request, info),
    control: createControl(world, options),
  };
}
