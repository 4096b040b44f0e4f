import type * as v from "valibot";
import type { Account } from "../account/account.ts";
import type { Random } from "../account/random.ts";
import type { Source } from "../schema/label.ts";
import type { Settings } from "../settings.ts";
import type { Reply } from "./reply.ts";

/** The request headers that the vendor declares, on some operations or on all. */
export type VendorHeader = "Trace-Id" | "User-Agent" | "End-User-Device-Id" | "End-User-Ip" | "Idempotency-Key";

/** The headers that describe the end user to the vendor. A server must send the first of them. */
export const END_USER_HEADERS: readonly VendorHeader[] = [
  "Trace-Id",
  "User-Agent",
  "End-User-Device-Id",
  "End-User-Ip",
];

/** The client secret of a request. */
export interface SpendableSecret {
  readonly label: string;
  /** The only payer that it may act for; null: any. */
  readonly payerId: string | null;
  /** `CARD`: single-use, for one card. `WORKFLOW`: any number of times until it expires, for any payment method. */
  readonly type: "CARD" | "WORKFLOW";
  /** Set by the operation once it has succeeded, if the secret is single-use. */
  spent: boolean;
}

/** The authenticated caller. */
export type Caller =
  | { readonly kind: "api-key"; readonly label: string }
  | { readonly kind: "client-secret"; readonly secret: SpendableSecret };

/**
 * A request that passed every check that all operations share.
 * @public
 */
export interface Call<Body = unknown, Query = unknown> {
  readonly caller: Caller;
  /** The account that the bearer token belongs to. It holds every record that the operation may see. */
  readonly account: Account;
  /** The output of the operation's `body` schema; undefined if it has none. */
  readonly body: Body;
  /** The output of the operation's `query` schema; undefined if it has none. */
  readonly query: Query;
  /** The values of the `{names}` in the path. */
  readonly params: Readonly<Record<string, string>>;
  /** The headers as they arrived, for those that the operation declares. */
  readonly headers: Headers;
  /** The sandbox's clock, epoch ms. */
  readonly now: number;
  readonly random: Random;
  readonly settings: Readonly<Settings>;
  /** The scheme, host and port that the request was sent to, such as `http://127.0.0.1:4010`. */
  readonly origin: string;
  /** The trace id of the response. */
  readonly traceId: string;
  /** Adds a warning to an accepted request. The log shows it; the response does not. */
  warn(sentence: string): void;
  /** Waits on the caller's side of the clock and returns the sandbox's time afterwards, epoch ms. */
  wait(ms: number): Promise<number>;
}

/** An operation of the sandbox. It has a file in its resource's folder and a row in the registry. */
export interface SandboxOperation {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** Below `/api`, such as `/payments/{id}/refunds`: a name in braces stands for one segment. */
  readonly path: `/${string}`;
  /** The request headers that the vendor declares for this operation. Others are ignored. */
  readonly headers: readonly VendorHeader[];
  /** True if a browser may call it with a client secret. Only then are there CORS headers. */
  readonly browser?: boolean;
  /** The request body. An operation without a schema reads none. */
  readonly body?: v.GenericSchema;
  /** The query parameters, which arrive as strings. An operation without a schema ignores them. */
  readonly query?: v.GenericSchema;
  /** True if the vendor documents the operation. */
  readonly source: Source;
  /** The body of a success, each field labeled. An operation without a schema replies 204. */
  readonly response?: v.GenericSchema;
  /**
   * Returns the reply or throws a `Refusal`. It must decide and write without an `await` in between, so that a client
   * secret is single-use under parallel calls.
   */
  carryOut(call: Call): Reply | Promise<Reply>;
}

/** A {@link SandboxOperation} whose `carryOut` knows the types that its schemas produce. */
interface TypedOperation<Body extends v.GenericSchema | undefined, Query extends v.GenericSchema | undefined>
  extends Omit<SandboxOperation, "body" | "query" | "carryOut"> {
  readonly body?: Body;
  readonly query?: Query;
  carryOut(call: Call<Output<Body>, Output<Query>>): Reply | Promise<Reply>;
}

type Output<Schema> = Schema extends v.GenericSchema ? v.InferOutput<Schema> : undefined;

/** Defines an operation, with the types of its body and query taken from their schemas. */
export function defineOperation<
  Body extends v.GenericSchema | undefined = undefined,
  Query extends v.GenericSchema | undefined = undefined,
>(operation: TypedOperation<Body, Query>): SandboxOperation {
  // The exchange passes what the schemas returned, so that the call has the types that they promise.
  return operation as SandboxOperation;
}
