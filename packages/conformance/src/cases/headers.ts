import type { CallCase } from "../case.ts";
import { ABSENT, exactly, matches } from "../pattern.ts";

const mint = (
  name: string,
  rule: string,
  call: CallCase["call"],
  headers: Readonly<Record<string, ReturnType<typeof matches>>>,
): CallCase => ({
  name: `headers/${name}`,
  rule,
  kind: "call",
  operation: "createClientSecret",
  ...(call?.endUser === undefined ? {} : { needs: ["end-user"] }),
  ...(call?.headers || call?.inbound ? {} : { withoutApiKey: "spend" }),
  ...(call ? { call } : {}),
  expected: { requests: 1, request: { headers } },
});

const refused = (name: string, rule: string, call: CallCase["call"], hidden: readonly string[] = []): CallCase => ({
  name: `headers/${name}`,
  rule,
  kind: "call",
  operation: "createClientSecret",
  ...(call?.endUser === undefined ? {} : { needs: ["end-user"] }),
  ...(call?.headers || call?.inbound ? {} : { withoutApiKey: "spend" }),
  ...(call ? { call } : {}),
  hidden,
  expected: { requests: 0, error: { code: "input_invalid", outcome: "not-sent", attempts: 0 } },
});

const AGENT = 'Mozilla/5.0 (X11; Linux x86_64)  Gecko/20100101\tFirefox/143.0; "quoted", a=b';
const OWN_NAME = matches("^plastiq-connect/\\d");
const UUID_V4 = matches("^[\\da-f]{8}-[\\da-f]{4}-4[\\da-f]{3}-[89ab][\\da-f]{3}-[\\da-f]{12}$");

/** Cases about request headers. */
export const HEADER_CASES: readonly CallCase[] = [
  mint(
    "end-user-arrives-as-given",
    "User agent, device id and address arrive unchanged, each in its own header.",
    { endUser: { userAgent: AGENT, deviceId: "device-7f3a", ip: "2001:db8::7" } },
    { "user-agent": AGENT, "end-user-device-id": "device-7f3a", "end-user-ip": "2001:db8::7" },
  ),
  mint(
    "utf-8-of-a-user-agent-arrives",
    "A user agent in any script arrives unchanged.",
    { endUser: { userAgent: "Br\u00c3\u00b6wser/\u00e6\u0097\u00a5" } },
    { "user-agent": "Br\u00c3\u00b6wser/\u00e6\u0097\u00a5" },
  ),
  mint(
    "inbound-to-upstream",
    "The vendor gets the user agent, device id and address that the adapter read.",
    {
      inbound: { headers: { "user-agent": AGENT, "end-user-device-id": "device-7f3a" }, peer: "203.0.113.9" },
    },
    { "user-agent": AGENT, "end-user-device-id": "device-7f3a", "end-user-ip": "203.0.113.9" },
  ),
  mint(
    "nobody-is-at-a-browser",
    "With `\"none\"`, `User-Agent` is the library's name, not a runtime's default.",
    { endUser: "none" },
    { "user-agent": OWN_NAME, "end-user-device-id": ABSENT, "end-user-ip": ABSENT },
  ),
  mint(
    "browser-is-unknown",
    "Without a user agent, `User-Agent` is the library's name, and the address is still sent.",
    { endUser: { ip: "203.0.113.9" } },
    { "user-agent": OWN_NAME, "end-user-ip": "203.0.113.9", "end-user-device-id": ABSENT },
  ),
  mint(
    "own-header-is-sent",
    "`headers` can set any other header.",
    { headers: { "X-Feature": "on" } },
    {
      "x-feature": "on",
    },
  ),
  mint("json-both-ways", "A request sends and accepts JSON.", undefined, {
    "content-type": "application/json",
    accept: "application/json",
  }),
  mint("trace-id-is-made", "Without a `traceId`, a UUID v4 is generated.", { traceId: null }, { "trace-id": UUID_V4 }),
  mint(
    "trace-id-is-sent",
    "The `traceId` of the call is sent.",
    { traceId: "0b0a6ab5-4d6c-4f1b-9a53-7f2c1d9e8a10" },
    { "trace-id": "0b0a6ab5-4d6c-4f1b-9a53-7f2c1d9e8a10" },
  ),
  {
    name: "headers/nothing-else",
    rule: "Only documented headers are sent: no telemetry.",
    kind: "call",
    operation: "createClientSecret",
    needs: ["end-user"],
    call: { endUser: { userAgent: AGENT, deviceId: "device-7f3a", ip: "203.0.113.9" } },
    responses: [{ status: 200, body: { clientSecret: "{clientSecret}" } }],
    expected: {
      requests: 1,
      request: {
        headers: exactly({
          accept: "application/json",
          authorization: "Bearer {apiKey}",
          "content-type": "application/json",
          "end-user-device-id": "device-7f3a",
          "end-user-ip": "203.0.113.9",
          "trace-id": "{traceId}",
          "user-agent": AGENT,
        }),
      },
    },
  },
  {
    name: "headers/get-has-no-content-type",
    rule: "A request without a body has no `Content-Type`.",
    kind: "call",
    operation: "retrievePayer",
    expected: { requests: 1, request: { headers: { "content-type": ABSENT, accept: "application/json" } } },
  },
  {
    name: "headers/device-id-of-a-page",
    rule: "A call with a client secret may send a device id, and sends no address.",
    kind: "call",
    operation: "spend",
    call: { endUser: { deviceId: "device-7f3a" } },
    expected: {
      requests: 1,
      request: { headers: { "end-user-device-id": "device-7f3a", "end-user-ip": ABSENT, "trace-id": UUID_V4 } },
    },
  },
  {
    name: "headers/attempts-share-a-trace-id",
    rule: "All attempts of one call have the same trace id, also a generated one.",
    kind: "call",
    operation: "createClientSecret",
    withoutApiKey: "spend",
    faults: [{ kind: "status", status: 503, retryAfter: "0" }],
    expected: { requests: 2 },
  },
  refused("end-user-must-be-named", "`endUser` is required.", { endUser: null }),
  refused(
    "newline-in-a-user-agent",
    "A header value with a line break is an error, and is not echoed.",
    { endUser: { userAgent: "Mozilla\r\nx-canary-header: 1" } },
    ["x-canary-header"],
  ),
  refused("space-at-the-end", "A header value that the runtime would change is an error.", {
    endUser: { userAgent: "Mozilla " },
  }),
  refused("unicode-beyond-bytes", "A header value with a character above U+00FF is an error.", {
    endUser: { deviceId: "\u65e5\u672c" },
  }),
  refused("trace-id-is-no-uuid", "A `traceId` that is not a UUID v4 is an error: the vendor would replace it.", {
    traceId: "my-trace",
  }),
  refused(
    "credential-cannot-be-replaced",
    "`headers` cannot set the credential.",
    { headers: { Authorization: "Bearer canary-5d1e" } },
    ["canary-5d1e"],
  ),
  refused("user-agent-cannot-be-replaced", "`headers` cannot set a header that the library sets.", {
    headers: { "USER-AGENT": "curl" },
  }),
  refused("own-header-with-a-newline", "A value in `headers` with a line break is an error.", {
    headers: { "x-own": "a\nb" },
  }),
];
