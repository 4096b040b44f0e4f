// #region trust
import type { IncomingMessage } from "node:http";
import { type EndUser, endUserFrom, readInbound } from "@plastiq-connect/node";

export function endUserOf(request: IncomingMessage): EndUser {
  return endUserFrom(readInbound(request), { trustedHops: 1 }); // one load balancer in front
}
// #endregion trust
