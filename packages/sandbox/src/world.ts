import { createApiKeys } from "./api-keys.ts";
import { createChanges } from "./changes.ts";
import { createClientSecrets } from "./client-secrets.ts";
import { createClock } from "./clock.ts";
import { createFaultQueue } from "./fault.ts";
import type { World } from "./operation.ts";
import { LOCAL_API_KEY, type SandboxOptions } from "./options.ts";
import { createPayers } from "./payers.ts";
import { createPaymentMethods } from "./payment-methods.ts";
import { createSeenLog } from "./seen.ts";

const DEFAULT_MAX_BODY_BYTES = 64 * 1024;

/** What a sandbox remembers when it starts. Throws on options that cannot be, such as three API keys. */
export function createWorld(options: SandboxOptions): World {
  const clock = createClock(options.now ?? (() => Date.now()));
  const { now } = clock;
  return {
    clock,
    apiKeys: createApiKeys(options.apiKeys ?? [{ label: "local", key: LOCAL_API_KEY }], now),
    payers: createPayers(now),
    clientSecrets: createClientSecrets(now),
    paymentMethods: createPaymentMethods(),
    faults: createFaultQueue(),
    seen: createSeenLog(),
    changes: createChanges(),
    maxBodyBytes: options.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES,
    errorShape: options.errorShape ?? "reference",
    allowedIps: options.allowedIps ?? null,
  };
}
