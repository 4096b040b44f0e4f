import type { EndUser } from "../end-user/end-user.ts";

/** The context of a request, which `authorize` and `rateLimit` get besides the request itself. */
export interface MintContext<Native> {
  /** The end user, as far as the trusted proxies describe them. */
  readonly endUser: EndUser;
  /** Objects of the runtime, such as Node's `IncomingMessage` or a Worker's bindings. */
  readonly native: Native;
}
