import fc from "fast-check";
import { FAULTS, type Fault } from "./fault.ts";

/** How a page of a gateway, a proxy or a firewall looks. */
const PAGES = ["text", "html", "empty", "other JSON", "code as a number", "no trace id", "broken JSON"] as const;
/** The shape in which a runtime hands over a response. */
const BODIES = ["text", "stream", "reader only", "no reader", "text only", "nothing readable"] as const;
/** How somebody repeats the secrets of a request. */
const ECHOES = ["none", "plain", "spaces", "line feeds", "no-break spaces", "dots", "slashes", "percent"] as const;
/** The advice of a response about retrying. */
const WAITS = ["none", "0", "1", "20", "the CVV", "as a date"] as const;

/** The fate of one request. Times are in milliseconds. */
export interface Fate {
  readonly fault: Fault;
  /** Until the connection stands. */
  readonly connect: number;
  /** From the client to the server. */
  readonly outward: number;
  /** From the server to the client. */
  readonly homeward: number;
  /** The status of an error, where the fault needs one. */
  readonly status: number;
  readonly page: (typeof PAGES)[number];
  readonly body: (typeof BODIES)[number];
  readonly echo: (typeof ECHOES)[number];
  readonly wait: (typeof WAITS)[number];
  /** Where something is cut, or which of two ways is taken: 0 to 9. */
  readonly cut: number;
}

/** The fate of a request that nobody spoils. */
export const WORKS: Fate = {
  fault: "none",
  connect: 0,
  outward: 0,
  homeward: 0,
  status: 500,
  page: "text",
  body: "text",
  echo: "none",
  wait: "none",
  cut: 0,
};

/** A number of milliseconds. */
export const moment = (max: number): fc.Arbitrary<number> => fc.integer({ min: 0, max });

/** Is true this often in ten times. */
export const rarely = (times: number): fc.Arbitrary<boolean> =>
  fc.integer({ min: 0, max: 9 }).map((dice) => dice > 9 - times);

/** Gives a value this often in ten times, and null otherwise. */
export const sometimes = <Value>(times: number, arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> =>
  fc.oneof({ weight: 10 - times, arbitrary: fc.constant(null) }, { weight: times, arbitrary });

const names = Object.keys(FAULTS) as Fault[];
const weighted = names.map((fault) => ({ arbitrary: fc.constant(fault), weight: FAULTS[fault].weight }));

/** Any fate. */
export const anyFate: fc.Arbitrary<Fate> = fc.record({
  fault: fc.oneof(...(weighted as [(typeof weighted)[number]])),
  connect: fc.constantFrom(0, 0, 5, 50, 500),
  outward: moment(200),
  homeward: moment(200),
  // The common ones often, every other one now and then.
  status: fc.oneof(
    fc.constantFrom(400, 401, 403, 404, 408, 409, 429, 500, 502, 503, 504),
    fc.integer({ min: 400, max: 599 }),
  ),
  page: fc.constantFrom(...PAGES),
  body: fc.constantFrom("text", "stream", ...BODIES),
  echo: fc.constantFrom("none", "none", ...ECHOES),
  wait: fc.constantFrom("none", "none", ...WAITS),
  cut: moment(9),
});
