import isIP from "validator/lib/isIP.js";
import type { Caller, SandboxOperation } from "../operation/operation.ts";
import { refuse } from "../operation/refusal.ts";

/** Checks the headers that describe the end user, where the operation declares them. */
export function checkHeaders(headers: Headers, operation: SandboxOperation, caller: Caller): void {
  if (operation.headers.includes("User-Agent") && caller.kind === "api-key" && !headers.get("user-agent")) {
    throw refuse(
      "user_agent_missing",
      "The User-Agent header is required when the call does not come from the end user's browser.",
    );
  }
  const ip = headers.get("end-user-ip");
  if (operation.headers.includes("End-User-Ip") && ip !== null && !isAddress(ip)) {
    throw refuse("header_invalid", "The End-User-Ip header must be one IPv4 or IPv6 address.");
  }
}

// A zone, as in fe80::1%eth0, means something on one machine only.
function isAddress(ip: string): boolean {
  return isIP(ip) && !ip.includes("%");
}
