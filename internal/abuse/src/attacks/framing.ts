import type { Attack } from "../attack.ts";
import { ATTACKER, ORIGIN, SMUGGLED } from "../parties.ts";
import { requestText } from "../wire/request-text.ts";
import { ABORTED, CUT_OFF, inFront, minted, ON_NODE, on, refusal, refused } from "./expectations.ts";

// A second request, for a target that misjudges where the first one ends.
const HIDDEN = requestText({ headers: { "User-Agent": SMUGGLED } });
const KEPT = { Connection: undefined };
const CHUNKED = { "Content-Length": undefined, "Transfer-Encoding": "chunked" };

const HEADER_ATTACKS: readonly Attack[] = [
  {
    name: "a line feed within a header",
    text: requestText({ lines: [`X-Note: a\nX-Injected: ${SMUGGLED}`] }),
    expect: inFront(400),
    // These read it as the end of a line, as the standard allows: two unused headers.
    but: on(["Deno", "workerd"], minted()),
  },
  {
    name: "a carriage return within a header",
    text: requestText({ lines: [`X-Note: a\rX-Injected: ${SMUGGLED}`] }),
    expect: inFront(400),
  },
  { name: "a NUL within a header", text: requestText({ headers: { "User-Agent": "a\0b" } }), expect: inFront(400) },
  {
    name: "a NUL after the origin",
    text: requestText({ headers: { Origin: `${ORIGIN}\0.evil.example` } }),
    expect: inFront(400),
  },
  {
    name: "a folded header",
    text: requestText({ headers: { Origin: undefined }, lines: ["Origin:", ` ${ORIGIN}`] }),
    expect: inFront(400),
  },
  {
    name: "a space before a header's colon",
    text: requestText({ headers: { Origin: undefined }, lines: [`Origin : ${ORIGIN}`] }),
    expect: inFront(400),
  },
  { name: "a header without a colon", text: requestText({ lines: [SMUGGLED] }), expect: inFront(400) },
  { name: "a header whose name is none", text: requestText({ lines: ["X(Note): a"] }), expect: inFront(400) },
  {
    name: "a header of 200 kB",
    text: requestText({ lines: [`X-Long: ${"x".repeat(200_000)}`] }),
    expect: inFront(431),
    // It accepts them all, without effect.
    but: { Deno: inFront(400), workerd: minted() },
  },
  {
    name: "3,000 headers",
    text: requestText({ lines: Array.from({ length: 3_000 }, (_, index) => `X-${index}: x`) }),
    expect: inFront(431),
    but: { Deno: inFront(400), workerd: minted() },
  },
  {
    name: "a path of 200 kB",
    text: requestText({ target: `/mint?${"x".repeat(200_000)}` }),
    expect: inFront(431),
    but: { Deno: inFront(400), workerd: inFront(414) },
  },
];

const LENGTH_ATTACKS: readonly Attack[] = [
  {
    name: "two lengths that differ",
    text: requestText({ lines: ["Content-Length: 5"], body: HIDDEN }),
    expect: inFront(400),
  },
  {
    name: "two lengths that agree",
    text: requestText({ lines: ["Content-Length: 0"] }),
    expect: inFront(400),
    but: { ...on(["Bun", "Deno"], refused("body-too-large")), workerd: minted() },
  },
  { name: "a list of lengths", text: requestText({ headers: { "Content-Length": "0, 0" } }), expect: inFront(400) },
  { name: "a negative length", text: requestText({ headers: { "Content-Length": "-1" } }), expect: inFront(400) },
  { name: "a length with a plus", text: requestText({ headers: { "Content-Length": "+0" } }), expect: inFront(400) },
  { name: "a hexadecimal length", text: requestText({ headers: { "Content-Length": "0x0" } }), expect: inFront(400) },
  {
    name: "a length that no number holds",
    text: requestText({ headers: { "Content-Length": "99999999999999999999999" } }),
    expect: inFront(400),
  },
  {
    name: "a length and chunks, and a request between the two ends",
    text: requestText({
      headers: { ...KEPT, "Content-Length": "4", "Transfer-Encoding": "chunked" },
      body: `0\r\n\r\n${HIDDEN}`,
    }),
    expect: inFront(400),
    // It reads the chunks, and ends the connection: the hidden request is never read.
    but: { workerd: minted() },
  },
  {
    name: "chunks that are not the last coding",
    text: requestText({ headers: { ...CHUNKED, "Transfer-Encoding": "chunked, identity" }, body: "0\r\n\r\n" }),
    expect: inFront(400),
  },
];

const SMUGGLING_ATTACKS: readonly Attack[] = [
  {
    name: "a coding that there is not",
    text: requestText({
      headers: { ...CHUNKED, "Transfer-Encoding": "xchunked", Origin: "https://evil.example" },
      body: "0\r\n\r\n",
    }),
    expect: inFront(400),
  },
  {
    name: "chunks whose length is not a number, from a foreign origin",
    text: requestText({
      headers: { ...KEPT, ...CHUNKED, Origin: "https://evil.example" },
      body: `zz\r\n${HIDDEN}`,
    }),
    expect: inFront(400),
    but: {
      Bun: { responses: [refusal("origin-refused"), ...inFront(400).responses] },
      Deno: CUT_OFF,
      workerd: refused("origin-refused"),
    },
  },
  {
    name: "chunks that go wrong while the vendor is asked",
    text: requestText({ headers: { ...KEPT, ...CHUNKED } }),
    fault: { operation: "*", kind: "latency", delayMs: 400, carriedOut: false },
    later: `zz\r\n${HIDDEN}`,
    expect: { ...ABORTED, responses: inFront(400).responses },
    but: on(["Deno", "workerd"], minted()),
  },
  {
    name: "a whole request in the body of another",
    text:
      requestText({ headers: { ...KEPT, Origin: "https://evil.example" }, body: HIDDEN }) +
      requestText({ method: "GET" }),
    expect: { responses: [refusal("origin-refused"), refusal("method-not-allowed")] },
  },
  {
    name: "a whole request in the chunks of another",
    text:
      requestText({
        headers: { ...KEPT, ...CHUNKED, Origin: "https://evil.example" },
        body: `${HIDDEN.length.toString(16)}\r\n${HIDDEN}\r\n0\r\n\r\n`,
      }) + requestText({ method: "GET" }),
    expect: { responses: [refusal("origin-refused"), refusal("method-not-allowed")] },
  },
];

const PROTOCOL_ATTACKS: readonly Attack[] = [
  {
    name: "HTTP/0.9",
    text: "POST /mint\r\n\r\n",
    expect: inFront(400),
    but: { ...on(ON_NODE, refused("origin-refused")), Bun: inFront(505) },
  },
  {
    name: "HTTP/1.0 without a session",
    text: `POST /mint HTTP/1.0\r\nOrigin: ${ORIGIN}\r\n\r\n`,
    expect: refused("unauthenticated"),
    but: { workerd: inFront(400) },
  },
  {
    name: "HTTP/3.0",
    text: requestText().replace("HTTP/1.1", "HTTP/3.0"),
    expect: inFront(400),
    but: { Bun: inFront(505) },
  },
  {
    name: "HTTP/2, unasked and never begun",
    text: "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    leaves: { how: "reset", once: "others-served" },
    expect: inFront(400),
    but: { Deno: CUT_OFF, workerd: CUT_OFF },
  },
  {
    name: "TLS where there is none",
    text: "\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03\r\n\r\n",
    expect: inFront(400),
  },
  {
    name: "200 requests whose headers never end",
    text: `POST /mint HTTP/1.1\r\nHost: x\r\nOrigin: ${ORIGIN}\r\nCookie: session=${ATTACKER.session}\r\n`,
    times: 200,
    leaves: { how: "reset", once: "others-served" },
    expect: CUT_OFF,
  },
];

/** Requests that two parsers may read differently, and malformed ones. */
export const FRAMING_ATTACKS: readonly Attack[] = [
  ...HEADER_ATTACKS,
  ...LENGTH_ATTACKS,
  ...SMUGGLING_ATTACKS,
  ...PROTOCOL_ATTACKS,
];
