import { ExitCode } from "../exit-code.ts";
import { addressOf, plain } from "../foreign-text.ts";
import { type Finding, ok, problem, skipped, warning } from "./finding.ts";
import type { TestResponse } from "./test-request.ts";

// The header has whole seconds, and a client secret lasts 60 seconds.
const MAX_SKEW = 5_000;

/** Checks that the API does not redirect, because a key is never sent to a redirect. */
export function checkRedirect({ response }: TestResponse): Finding {
  const check = "redirect";
  if (!response || response.status < 300 || response.status > 399) return ok(check, "none");
  return problem(
    check,
    ExitCode.refused,
    `the base URL redirects (${response.status}) to ${placeOf(response.headers.location)}`,
    "The API key is never sent to a redirect. Correct the base URL.",
  );
}

/** Compares the local clock with the API's. */
export function checkClock({ response }: TestResponse): Finding {
  const check = "clock";
  const date = Date.parse(response?.headers.date ?? "");
  if (!response || Number.isNaN(date)) return skipped(check, "the response has no date");
  // The header counts whole seconds: on average half a second is missing.
  const skew = response.at - (date + 500);
  const seconds = Math.round(Math.abs(skew) / 1000);
  if (Math.abs(skew) <= MAX_SKEW)
    return ok(check, seconds > 1 ? `${seconds} s off the API's` : "agrees with the API's");
  return warning(
    check,
    `this machine's is ${seconds} s ${skew > 0 ? "ahead of" : "behind"} the API's`,
    "Client secrets expire after 60 s: synchronize the clock with NTP.",
  );
}

/** Checks that the API returns the trace id that was sent. */
export function checkTraceId({ response, traceId }: TestResponse): Finding {
  const check = "trace id";
  const returned = response?.headers["trace-id"];
  if (returned?.toLowerCase() === traceId) return ok(check, "returned as it was sent");
  return warning(
    check,
    returned === undefined ? "not returned" : "returned with another value",
    "A proxy or gateway removes or replaces it. Quote the trace id of the response, not your own, to the vendor.",
  );
}

// A redirect's query may contain secrets.
function placeOf(location: string | undefined): string {
  if (!location) return "nowhere";
  return addressOf(location) ?? plain(location.split(/[?#]/)[0] ?? "");
}
