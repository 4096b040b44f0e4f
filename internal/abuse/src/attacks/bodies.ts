import { gzipSync } from "node:zlib";
import type { Attack, Expectation } from "../attack.ts";
import { requestText } from "../wire/request-text.ts";
import { inFront, minted, refused } from "./expectations.ts";

const LARGE = 10_000_000;
const IN_ONE_GO = { bytes: LARGE, piece: 50_000, everyMs: 0 };
const BYTE_A_SECOND = { bytes: 600, piece: 1, everyMs: 1_000 };
const KEPT = { Connection: "keep-alive" };
const JSON_TYPE = { "Content-Type": "application/json" };
const CHUNKED = { "Content-Length": undefined, "Transfer-Encoding": "chunked" };
const bomb = gzipSync(JSON.stringify({ filler: "x".repeat(500_000) })).toString("latin1");

/** It does not wait for a refused body, so the reset may arrive before the response. */
const orCutOff = (expectation: Expectation): Expectation => ({ ...expectation, orCutOff: true });

/** Bodies that are too large, too slow, or never arrive. */
export const BODY_ATTACKS: readonly Attack[] = [
  {
    name: "a body of 10 MB",
    text: requestText({ headers: { ...KEPT, ...JSON_TYPE, "Content-Length": String(LARGE) } }),
    trickle: IN_ONE_GO,
    stopsAtResponse: true,
    expect: refused("body-too-large"),
    but: { workerd: orCutOff(refused("body-too-large")), "Express behind express.json()": inFront(413) },
  },
  {
    name: "a body of 10 MB in chunks, without Content-Length",
    text: requestText({ headers: { ...KEPT, ...JSON_TYPE, ...CHUNKED } }),
    trickle: { ...IN_ONE_GO, chunked: true },
    stopsAtResponse: true,
    // The signed-in user gets their own secret. The body is not read.
    expect: minted(),
    but: { workerd: orCutOff(minted()), "Express behind express.json()": inFront(413) },
  },
  {
    name: "a body of 10 MB in chunks, from a foreign origin",
    text: requestText({ headers: { ...KEPT, ...CHUNKED, Origin: "https://evil.example" } }),
    trickle: { ...IN_ONE_GO, chunked: true },
    stopsAtResponse: true,
    expect: refused("origin-refused"),
    but: { workerd: orCutOff(refused("origin-refused")) },
  },
  {
    name: "a body of 10 MB that never comes",
    text: requestText({ headers: { ...KEPT, "Content-Length": String(LARGE) } }),
    stopsAtResponse: true,
    expect: refused("body-too-large"),
  },
  {
    name: "a body of 10 MB that waits to be asked for",
    text: requestText({ headers: { ...KEPT, Expect: "100-continue", "Content-Length": String(LARGE) } }),
    stopsAtResponse: true,
    expect: refused("body-too-large"),
  },
  {
    name: "a body that comes a byte a second",
    text: requestText({ headers: { ...JSON_TYPE, "Content-Length": "600" } }),
    trickle: BYTE_A_SECOND,
    stopsAtResponse: true,
    expect: minted(),
    // The parser waits for it until the server's own timeout.
    but: { "Express behind express.json()": inFront(408) },
  },
  {
    name: "a body that comes a byte a second in chunks",
    text: requestText({ headers: CHUNKED }),
    trickle: { ...BYTE_A_SECOND, chunked: true },
    stopsAtResponse: true,
    expect: minted(),
  },
  {
    name: "a body that comes a byte a second, from a foreign origin",
    text: requestText({ headers: { "Content-Length": "600", Origin: "https://evil.example" } }),
    trickle: BYTE_A_SECOND,
    stopsAtResponse: true,
    expect: refused("origin-refused"),
  },
  {
    name: "a body of 500 kB, packed into less than one",
    text: requestText({ headers: { ...JSON_TYPE, "Content-Encoding": "gzip" }, body: bomb }),
    expect: minted(),
    but: { "Express behind express.json()": inFront(413) },
  },
  {
    name: "a body that is half of a JSON",
    text: requestText({ headers: JSON_TYPE, body: '{"payer":' }),
    expect: minted(),
    but: { "Express behind express.json()": inFront(400) },
  },
];
