import { core, type Mutant } from "./mutant.ts";

const attempts = core.bind(undefined, "attempts.ts");
const caller = core.bind(undefined, "caller.ts");
const transport = core.bind(undefined, "transport.ts");
const responseError = core.bind(undefined, "response-error.ts");

/** What is repeated, how certain a failure is, and how long everything may take. */
export const ATTEMPT_RULES: readonly Mutant[] = [
  // Retries and certainty.
  attempts(
    "no retry limit",
    "(retries < call.retries && mayRepeat(error, call.replay))",
    "mayRepeat(error, call.replay)",
    "patience is 2 retries when nothing is said, and as many as are",
    "retry/two-retries",
  ),
  attempts(
    "what must never be repeated is repeated",
    'if (replay === "never") return false;',
    "",
    "createPayer when the fault stays severed",
    "retry/card-is-not-stored-twice",
  ),
  attempts(
    "429 and 503 are not repeated",
    'if (code === "rate_limited" || code === "server_unavailable") return true;',
    "",
    "createPayer when the fault heals after one request status 429",
    "retry/503-heals",
  ),
  attempts(
    "a connection that was never made is not tried again",
    'if (code === "network_failed" && outcome === "not-sent") return true;',
    "",
    "createPayer when the fault heals after one request no connection",
    "certainty/no-connection-is-repeated",
  ),
  transport(
    "ofetch repeats on its own",
    "retry: false,",
    "retry: 2,",
    "createPayer when the fault stays severed",
    "retry/payer-is-not-created-twice",
  ),
  attempts(
    "the outcome of the last attempt only",
    "if (error.outcome > outcome) outcome = error.outcome;",
    "outcome = error.outcome;",
    "the least certain outcome of all attempts is told unknown, then refused",
    "certainty/refusal-undoes-nothing",
  ),
  responseError(
    "a 5xx is certain",
    'code === "server_failed" || code === "redirect_refused" ? "unknown"',
    'code === "redirect_refused" ? "unknown"',
    "createPayer when the fault stays status 500",
    "certainty/status-500",
  ),
  attempts(
    "Retry-After ignored",
    "error.retryAfter ?? fullJitter(retries)",
    "fullJitter(retries)",
    "after status 503 Retry-After with seconds sets the pause",
    "patience/waits-as-asked",
  ),
  attempts(
    "a Retry-After beyond the deadline is waited for",
    "!again || delay >= endsAt - performance.now()",
    "!again",
    "after status 503 a Retry-After that is longer than the deadline fails the call at once",
    "patience/too-long-a-wait-fails-at-once",
  ),
  responseError(
    "a Retry-After that is garbage means now",
    '/ GMT$/.test(value) ? value : ""',
    "value",
    "after status 429 Retry-After with a fraction sets the pause",
    "patience/nonsense-of-retry-after",
  ),
  attempts(
    "no jitter",
    "Math.random() * ",
    "",
    "without Retry-After chance may make the pauses half",
    "patience/chance-may-make-no-pause",
  ),
  attempts(
    "no second question to a key provider after a 401",
    'error.code === "unauthorized" && call.renewable && !renewed',
    "false as boolean",
    "a function for the API key is asked once more after a 401, and a rotated key passes without a pause",
    "credentials/key-is-asked-for-again",
  ),
  caller(
    "the refused key is sent again",
    "if (status === 401) token = undefined;",
    "",
    "a function for the API key is asked once more after a 401, and a rotated key passes without a pause",
    "credentials/key-is-asked-for-again",
  ),
  caller(
    "a trace id per attempt",
    "await transport(request, used",
    'await transport({ ...request, headers: { ...request.headers, "trace-id": crypto.randomUUID() } }, used',
    "patience shares one trace id between all attempts",
    "headers/attempts-share-a-trace-id",
  ),
  // Time.
  attempts(
    "the timer is cleared when the headers come, before the body is read",
    "timer = setTimeout(() => stop(",
    "timer = globalThis.mutantTimer = setTimeout(() => stop(",
    "time limits end a body that stalls, and cancel what is left of it",
    "patience/stalled-body-is-cancelled",
    {
      file: "packages/core/src/transport.ts",
      find: "      const headers: Record<string, string> = {};",
      replace: "      clearTimeout(globalThis.mutantTimer); const headers = {};",
    },
  ),
  transport(
    "the body is not tied to the time limit",
    'signal.addEventListener("abort", cancel);',
    "",
    "time limits cancel a body that no signal ends",
    "patience/stalled-body-is-cancelled",
  ),
  transport(
    "a cancelled body passes for a whole one",
    "    signal.throwIfAborted();\n    if (done",
    "    if (done",
    "time limits end a body that stalls, and cancel what is left of it",
    "patience/no-answer-after-the-time",
  ),
  attempts(
    "an abort listener is left behind",
    'signal?.removeEventListener("abort", onAbort);',
    "",
    "10,000 calls on one signal leave no listener that fail",
    "patience/leaves-no-listener",
  ),
  attempts(
    "a signal that fired already is overlooked",
    "if (signal?.aborted) return interrupt();",
    "",
    "the caller's signal that fired already lets nothing out",
    "certainty/aborted-before",
  ),
  attempts(
    "a repetition is sent after the deadline",
    "if (!signal?.aborted && performance.now() >= endsAt) throw total;",
    "",
    "a pause that lasts beyond the deadline, as on a machine that slept, is the end: nothing is sent any more",
  ),
  attempts(
    "what never left is not known to be not sent",
    " && !controller.signal.reason[NOT_SENT]",
    "",
    "an attempt that is stopped before a connection was made, by a fetch that knows is timed_out, and not sent",
  ),
  attempts(
    "an abort does not end a pause",
    "        clearTimeout(timer);\n        resolve();",
    "",
    "the caller's signal wakes a pause between attempts, and no further attempt is made",
    "patience/abort-ends-the-pause",
  ),
  caller(
    "a key that comes too late is used",
    "signal.throwIfAborted();",
    "",
    "a function for the API key that answers too late sends nothing any more",
    "credentials/key-comes-too-late",
  ),
  core(
    "operations/create-client-secret.ts",
    "expiry counted from receipt",
    "new Date(response.sentAt + CLIENT_SECRET_LIFETIME)",
    "new Date(Date.now() + CLIENT_SECRET_LIFETIME)",
    "its life counts from when its request was sent, not from the answer",
    "expiry/counts-from-sending",
  ),
];
