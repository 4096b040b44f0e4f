import type { ConnectError } from "@plastiq-connect/node";
import type { Target } from "../connection.ts";
import { ExitCode } from "../exit-code.ts";
import { plain } from "../foreign-text.ts";
import { type Finding, ok, problem, warning } from "./finding.ts";
import type { TestResponse } from "./test-request.ts";

const CHECK = "access";
const NOT_THE_API = "the response is 404 with any key";

/**
 * Checks that the API accepts the key: then it responds with 404 for a payer that does not exist.
 *
 * `control` is the response to the same request with a made-up key. Unless that key is refused, a 404 proves nothing.
 */
export function checkAccess({ error }: TestResponse, control: TestResponse, { place }: Target): Finding {
  const refusedAnyway = control.error?.status;
  if (!error) return warning(CHECK, "an unknown payer was found", "This may not be the API. Check the base URL.");
  switch (error.code) {
    case "not_found":
      if (refusedAnyway === 401 || refusedAnyway === 403) {
        return ok(CHECK, `the key is accepted (unknown payer: 404; made-up key: ${refusedAnyway})`);
      }
      // It is unknown how the vendor responds to a made-up key, so this is only a warning.
      return place === "sandbox" || place === "production"
        ? warning(CHECK, NOT_THE_API, "Mint a client secret to verify the key.")
        : problem(CHECK, ExitCode.usage, NOT_THE_API, "Is this the API? The base URL must end in /api.");
    case "unauthorized":
      return problem(CHECK, ExitCode.refused, "the key is refused (401)", unauthorizedAdvice(place));
    case "forbidden":
      return problem(
        CHECK,
        ExitCode.refused,
        refusedAnyway === 403 ? "this machine is refused (403, with any key)" : "the key is refused from here (403)",
        refusedAnyway === 403
          ? "Put this machine's public IP address on the environment's allowlist, in the partner portal."
          : "Check the IP allowlist and the permissions of the key in the partner portal.",
      );
    case "network_failed":
    case "timed_out":
      return problem(
        CHECK,
        ExitCode.network,
        plain(error.message),
        "Try again: the first of the two calls got a response.",
      );
    default:
      return problem(CHECK, ExitCode.refused, plain(error.message), adviceOf(error));
  }
}

function unauthorizedAdvice(place: Target["place"]): string {
  return place === "local"
    ? "A local sandbox accepts only its published key. Unset PLASTIQ_API_KEY, or set that key."
    : "Check the key in the partner portal: environment, not deleted, under a year old, not rotated over 12 hours ago.";
}

function adviceOf({ code }: ConnectError): string {
  return code === "server_unavailable" || code === "rate_limited"
    ? "Try again later."
    : "Is this the API? Check the base URL, and try again later.";
}
