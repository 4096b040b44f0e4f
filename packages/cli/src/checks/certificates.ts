import type { Context } from "../command.ts";
import { ExitCode } from "../exit-code.ts";
import { plain } from "../foreign-text.ts";
import { type Finding, ok, problem } from "./finding.ts";

const CHECK = "certificates";

/**
 * Checks that TLS certificates are verified. Node accepts any certificate when NODE_TLS_REJECT_UNAUTHORIZED is 0: then
 * anyone on the network path can read the API key.
 */
export function checkCertificates({ NODE_TLS_REJECT_UNAUTHORIZED, NODE_EXTRA_CA_CERTS }: Context["env"]): Finding {
  if (NODE_TLS_REJECT_UNAUTHORIZED === "0") {
    return problem(
      CHECK,
      ExitCode.usage,
      "not verified: NODE_TLS_REJECT_UNAUTHORIZED is 0",
      "Unset it. To trust a company's own certificate authority, set NODE_EXTRA_CA_CERTS to its file.",
    );
  }
  return ok(CHECK, NODE_EXTRA_CA_CERTS ? `verified, also with ${plain(NODE_EXTRA_CA_CERTS)}` : "verified");
}
