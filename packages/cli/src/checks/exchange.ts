import { ExitCode } from "../exit-code.ts";
import { addressOf, plain } from "../foreign-text.ts";
import type { Answer } from "./answer.ts";
import { type Finding, ok, problem, skipped, warning } from "./finding.ts";

// The header counts whole seconds, and a client secret lives sixty.
const MAX_SKEW = 5_000;

/** Whether the API answers itself, or sends callers elsewhere, where no key may follow. */
export function checkRedirect({ response }: Answer): Finding {
  const check = "redirect";
  if (!response || response.status < 300 || response.status > 399) return ok(check, "none");
  return problem(
    check,
    ExitCode.refused,
    `the base URL answers ${response.status}, to ${placeOf(response.headers.location)}`,
    "A key never follows a redirect. Correct the base URL.",
  );
}

/** How far this machine's clock is from the API's. */
export function checkClock({ response }: Answer): Finding {
  const check = "clock";
  const date = Date.parse(response?.headers.date ?? "");
  if (!response || Number.isNaN(date)) return skipped(check, "the answer holds no date");
  // The date was cut to whole seconds: half a second is what is missing on average.
  const skew = response.at - (date + 500);
  const seconds = Math.round(Math.abs(skew) / 1000);
  if (Math.abs(skew) <= MAX_SKEW)
    return ok(check, seconds > 1 ? `${seconds} s off the API's` : "agrees with the API's");
  return warning(
    check,
    `this machine's is ${seconds} s ${skew > 0 ? "ahead of" : "behind"} the API's`,
    "Client secrets live 60 s: set the clock by NTP.",
  );
}

/** Whether a call can be found by the trace id that it was sent with. */
export function checkTraceId({ response, traceId }: Answer): Finding {
  const check = "trace id";
  const answered = response?.headers["trace-id"];
  if (answered?.toLowerCase() === traceId) return ok(check, "comes back as it was sent");
  return warning(
    check,
    answered === undefined ? "does not come back" : "comes back as another one",
    "Something in between drops it. Quote the trace id of the answer, not your own, to the vendor.",
  );
}

// A redirect's query may carry what should not be shown.
function placeOf(location: string | undefined): string {
  if (!location) return "nowhere";
  return addressOf(location) ?? plain(location.split(/[?#]/)[0] ?? "");
}
