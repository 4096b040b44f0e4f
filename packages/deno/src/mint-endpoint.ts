import { createMintEndpoint, type MintContext, type MintEndpointOptions } from "@plastiq-connect/core/mint-endpoint";
import { createClient } from "./create-client.ts";
import { type DenoServeInfo, readInbound } from "./read-inbound.ts";

/** What a Deno request is to the hooks of a mint endpoint, besides the request itself. */
export interface DenoNative {
  /** What `Deno.serve` tells its handler. */
  readonly info: DenoServeInfo;
}

/** How a mint endpoint for Deno is set up. */
export interface DenoMintEndpointOptions extends Omit<MintEndpointOptions<DenoNative>, "client"> {
  /** Default: `createClient()`, from the environment variables. */
  readonly client?: MintEndpointOptions<DenoNative>["client"] | undefined;
}

/** Answers one request of `Deno.serve`. */
export type DenoMintEndpoint = (request: Request, info: DenoServeInfo) => Promise<Response>;

/** What the hooks of a mint endpoint are given in Deno. */
export type DenoMintContext = MintContext<DenoNative>;

/**
 * The mint endpoint as a `Deno.serve` handler: mints for who is signed in, and aborts the upstream call when they go
 * away.
 *
 * @throws ConnectError `configuration_invalid`, naming the option, the variable or the flag.
 */
export function mintEndpoint(options: DenoMintEndpointOptions): DenoMintEndpoint {
  const endpoint = createMintEndpoint<DenoNative>({ ...options, client: options.client ?? createClient() });
  return (request, info) => endpoint(request, { inbound: readInbound(request, info), native: { info } });
}
