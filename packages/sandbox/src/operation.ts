import type { ApiKeys } from "./api-keys.ts";
import { ApiRefusal } from "./api-refusal.ts";
import type { Changes } from "./changes.ts";
import type { ClientSecretRecord, ClientSecrets } from "./client-secrets.ts";
import type { Clock } from "./clock.ts";
import type { FaultQueue } from "./fault.ts";
import type { ErrorShape, OperationName } from "./options.ts";
import type { PayerRecord, Payers } from "./payers.ts";
import type { PaymentMethods } from "./payment-methods.ts";
import type { SeenLog } from "./seen.ts";

/** Everything one sandbox remembers. */
export interface World {
  readonly clock: Clock;
  readonly apiKeys: ApiKeys;
  readonly payers: Payers;
  readonly clientSecrets: ClientSecrets;
  readonly paymentMethods: PaymentMethods;
  readonly faults: FaultQueue;
  readonly seen: SeenLog;
  readonly changes: Changes;
  readonly maxBodyBytes: number;
  errorShape: ErrorShape;
  allowedIps: readonly string[] | null;
}

/** Who is calling, once the bearer token is known to work. */
export type Caller =
  | { readonly kind: "api-key"; readonly label: string }
  | { readonly kind: "client-secret"; readonly secret: ClientSecretRecord };

/** A call that passed every check that all operations share. */
interface Call {
  readonly caller: Caller;
  /** The parsed JSON body; undefined on a GET. */
  readonly body: unknown;
  readonly params: Readonly<Record<string, string>>;
}

/**
 * One operation of the vendor's API, as the sandbox carries it out.
 *
 * `carryOut` returns the body of a 200 answer or throws an {@link ApiRefusal}. It must decide and write without
 * awaiting in between: that is what makes a client secret single-use under parallel calls.
 */
export interface SandboxOperation {
  readonly name: OperationName;
  readonly method: "GET" | "POST";
  readonly path: string;
  /** Whether a browser may call it with a client secret. Only then are there CORS headers. */
  readonly browser: boolean;
  carryOut(call: Call, world: World): object | Promise<object>;
}

/** The payer with this id, or a 404. */
export function knownPayer(world: World, id: string): PayerRecord {
  const payer = world.payers.find(id);
  if (!payer) throw new ApiRefusal(404, "NOT_FOUND_ERROR", ["The payer does not exist."]);
  return payer;
}
