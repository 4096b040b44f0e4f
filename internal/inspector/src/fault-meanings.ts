/** Meaning of each injected fault for the caller. */
export const FAULT_MEANINGS = {
  latency: "The response was right, but late.",
  "stalled-body":
    "Half of the body was sent, then nothing. The request took effect. Only the caller's timeout ends it.",
  severed: "The connection broke without a response. The caller cannot know the outcome.",
  "severed-body":
    "The connection broke in the middle of the body. The request took effect, so a blind retry repeats it.",
  "truncated-json": "Half of the JSON was sent as if it were complete. The request took effect.",
  html: "The response was a web page with status 200, as from a proxy. The request took effect.",
  redirect: "The response was a redirect. A bearer token must not follow it.",
  status: "The response had the injected status. The request had no effect unless the fault sets carriedOut.",
  "oversized-body": "8 MiB of white space followed the response. The request took effect.",
} as const;

/** A kind of fault that the sandbox injects. */
export type FaultKind = keyof typeof FAULT_MEANINGS;
