import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
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
  if (!NODE_EXTRA_CA_CERTS) return ok(CHECK, "verified");
  const file = plain(NODE_EXTRA_CA_CERTS);
  const fault = faultOf(NODE_EXTRA_CA_CERTS);
  if (!fault) return ok(CHECK, `verified, also with ${file}`);
  return problem(
    CHECK,
    ExitCode.usage,
    `NODE_EXTRA_CA_CERTS names ${file}, which ${fault}: Node ignores it`,
    "Set it to a file of PEM certificates, which begin with -----BEGIN CERTIFICATE-----.",
  );
}

function faultOf(path: string): string | undefined {
  try {
    const text = readFileSync(path, "latin1");
    if (!/-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----/.test(text)) return "has no PEM certificate";
    new X509Certificate(text);
    return undefined;
  } catch (error) {
    const isMissing = (error as { syscall?: unknown }).syscall !== undefined;
    return isMissing ? "cannot be read" : "has no valid PEM certificate";
  }
}
