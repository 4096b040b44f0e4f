import { createMintEndpoint, type MintContext, type MintEndpointOptions } from "@plastiq-connect/core/mint-endpoint";
import { createCaller } from "./create-caller.ts";
import { optionsFromEnv } from "./options-from-env.ts";
import { type DenoServeInfo, readInbound } from "./read-inbound.ts";

/** The objects of Deno that your functions get besides the request. */
export interface DenoNative {
  /** The second argument of a `Deno.serve` handler. */
  readonly info: DenoServeInfo;
}

/** Options for `mintEndpoint`. */
export interface DenoMintEndpointOptions extends Omit<MintEndpointOptions<DenoNative>, "client"> {
  /** Default: `createCaller(optionsFromEnv())`, from the environment variables. */
  readonly client?: MintEndpointOptions<DenoNative>["client"] | undefined;
}

/** A handler for `Deno.serve`. */
export type DenoMintEndpoint = (request: Request, info: DenoServeInfo) => Promise<Response>;

/** The context that `authorize` and `rateLimit` get in Deno. */
export type DenoMintContext = MintContext<DenoNative>;

/**
 * Creates the mint endpoint as a `Deno.serve` handler. It mints for the signed-in user, and aborts the call to the
 * vendor when they disconnect.
 *
 * @throws ConnectError `configuration_invalid`, naming the option, the variable or the flag.
 * @example
 * ```ts
 * import { mintEndpoint } from "@plastiq-connect/deno";
 *
 * declare function payerOfSession(request: Request): Promise<string>; // yours
 *
 * Deno.serve(
 *   mintEndpoint({
 *     allowedOrigins: ["https://shop.example"],
 *     authorize: async (request) => ({ payerId: await payerOfSession(request) }),
 *   }),
 * );
 * ```
 */
export function mintEndpoint(options: DenoMintEndpointOptions): DenoMintEndpoint {
  const endpoint = createMintEndpoint<DenoNative>({
    ...options,
    client: options?.client ?? createCaller(optionsFromEnv()),
  });
  return (request, info) => endpoint(request, { inbound: readInbound(request, info), native: { info } });
}
