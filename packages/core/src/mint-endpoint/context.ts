import type { EndUser } from "../end-user/end-user.ts";

/** Context of a request that the hooks get besides the request itself. */
export interface MintContext<Native> {
  /** The end user, as far as the trusted proxies describe them. */
  readonly endUser: EndUser;
  /** Objects of the runtime, such as Node's `IncomingMessage` or a Worker's bindings. */
  readonly native: Native;
}
