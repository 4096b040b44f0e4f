import type { MintEvent, ProblemName } from "@plastiq-connect/core/mint-endpoint";
import type { Attack } from "../attack.ts";
import { API_KEY, VENDOR_INTERNALS, VENDOR_SENTENCE } from "../parties.ts";
import type { HostileResponse } from "../vendor/hostile-vendor.ts";
import { requestText } from "../wire/request-text.ts";
import { refusal } from "./expectations.ts";

// The error of a careless vendor: our key, its own key, a stack trace and an internal address.
const INTERNALS = `${VENDOR_INTERNALS} ${API_KEY} sk_live_51Hx at Gateway.handle (/srv/api/gateway.js:12:7) 10.0.3.17`;
const SENTENCE = `${VENDOR_SENTENCE}: the key ${API_KEY} is not known`;
const errorBody = JSON.stringify({
  code: "AUTHORIZATION_ERROR",
  message: SENTENCE,
  errors: [{ details: SENTENCE, stack: INTERNALS }],
  stack: INTERNALS,
  request: { headers: { authorization: `Bearer ${API_KEY}` } },
  clientSecret: `CLIENTSECRET-${VENDOR_INTERNALS}`,
});
const page = `<!doctype html><pre>${INTERNALS}</pre>`;
const HTML = { "content-type": "text/html" };
const INTERNAL_HEADERS = {
  "x-upstream": INTERNALS,
  "set-cookie": "a=b",
  "retry-after": "86400",
  server: VENDOR_INTERNALS,
};

interface Trouble {
  readonly hostile: HostileResponse;
  readonly problem?: ProblemName;
  readonly outcome: MintEvent["outcome"];
}

const error = (status: number, outcome: MintEvent["outcome"]): Trouble => ({
  hostile: { status, body: errorBody, headers: INTERNAL_HEADERS },
  outcome,
});
const unreadable = (hostile: Omit<HostileResponse, "status">): Trouble => ({
  hostile: { status: 200, ...hostile },
  outcome: "response_unreadable",
});
const hanging = (hostile: Omit<HostileResponse, "status">): Trouble => ({
  hostile: { status: 200, ...hostile },
  problem: "upstream-timed-out",
  outcome: "timed_out",
});

const TROUBLES: Readonly<Record<string, Trouble>> = {
  "a vendor that never responds": hanging({ pace: "never" }),
  "a vendor that stops in the middle of its response": hanging({ body: errorBody, pace: "half" }),
  "a vendor that sends a byte now and then": hanging({ body: errorBody, pace: "drip" }),
  "a vendor that says 400, and repeats the key": error(400, "request_refused"),
  "a vendor that says 401, and repeats the key": error(401, "unauthorized"),
  "a vendor that says 403, and repeats the key": error(403, "forbidden"),
  "a vendor that says 404, and repeats the key": error(404, "not_found"),
  "a vendor that says 409, and repeats the key": error(409, "conflict"),
  "a vendor that says 429, and repeats the key": error(429, "rate_limited"),
  "a vendor that says 500, and repeats the key": error(500, "server_failed"),
  "a vendor that says 503, and repeats the key": error(503, "server_unavailable"),
  "a vendor that shows where it broke": {
    hostile: { status: 502, body: page, headers: { ...INTERNAL_HEADERS, ...HTML } },
    outcome: "server_failed",
  },
  "a vendor that redirects, and repeats the key": {
    hostile: { status: 307, headers: { location: `http://127.0.0.1:1/?key=${API_KEY}&at=${VENDOR_INTERNALS}` } },
    outcome: "redirect_refused",
  },
  "a vendor that says 200 with a page": unreadable({ body: page, headers: HTML }),
  "a vendor that says 200 with half a JSON": unreadable({ body: `{"clientSecret":"${INTERNALS}` }),
  "a vendor that says 200 without a secret": unreadable({ body: errorBody.replace("clientSecret", "secret") }),
  "a vendor that says 200 with a secret that is not text": unreadable({
    body: JSON.stringify({ clientSecret: { toString: INTERNALS } }),
  }),
  "a vendor that says 200 with 6 MB": unreadable({
    body: JSON.stringify({ clientSecret: "x", filler: INTERNALS.repeat(50_000) }),
  }),
};

/** A vendor that is down or slow, or whose errors contain secrets. */
export const VENDOR_ATTACKS: readonly Attack[] = [
  {
    name: "a vendor that is down",
    text: requestText({ target: "/refused" }),
    expect: { responses: [refusal("upstream-refused")], audited: ["network_failed"] },
  },
  ...Object.entries(TROUBLES).map(
    ([name, { hostile, problem = "upstream-refused", outcome }]): Attack => ({
      name,
      text: requestText({ target: problem === "upstream-timed-out" ? "/hanging" : "/hostile" }),
      hostile,
      expect: { responses: [refusal(problem)], audited: [outcome] },
    }),
  ),
];
