import * as v from "valibot";
import { type RequestName, requests } from "../registry.ts";
import { object } from "../schema/object.ts";
import { waitMs } from "../schema/settings.ts";
import type { Fault } from "./fault.ts";

// A record, because a list without one of the kinds would compile.
const plain: Readonly<Record<Exclude<Fault["kind"], "status" | "redirect">, true>> = {
  latency: true,
  severed: true,
  "severed-body": true,
  "stalled-body": true,
  "truncated-json": true,
  html: true,
  "oversized-body": true,
};
const plainKinds = Object.keys(plain) as (keyof typeof plain)[];

/** Every kind of fault, the most common first. */
export const faultKinds: readonly Fault["kind"][] = ["status", "redirect", ...plainKinds];

const headerValue = v.pipe(v.string(), v.regex(/^[\t -~]*$/, "must be printable ASCII text"));
const integer = (from: number, to = Number.POSITIVE_INFINITY) =>
  v.pipe(
    v.number(),
    v.check(
      (value) => Number.isInteger(value) && value >= from && value <= to,
      `must be an integer ${to < Number.POSITIVE_INFINITY ? `from ${from} to ${to}` : `of at least ${from}`}`,
    ),
  );
const common = {
  operation: v.picklist<readonly ("*" | RequestName)[]>(["*", ...requests.map(({ name }) => name)]),
  payerId: v.exactOptional(v.string()),
  where: v.exactOptional(
    v.record(
      v.pipe(
        v.string(),
        v.regex(
          /^(?:method|path|header\.[\w-]+|query\.[^.]+|body\..+)$/,
          "must be method, path, header.<name>, query.<name> or body.<path>",
        ),
      ),
      v.union([v.string(), v.number(), v.boolean(), v.null()]),
    ),
  ),
  after: v.exactOptional(integer(0)),
  times: v.exactOptional(v.nullable(integer(1))),
  delayMs: v.exactOptional(waitMs),
  carriedOut: v.exactOptional(v.boolean()),
};

/** Schema of a fault from a test or over HTTP. Unknown fields are refused. */
export const faultSchema: v.GenericSchema<Fault> = v.variant("kind", [
  object({
    ...common,
    kind: v.picklist(plainKinds),
  }),
  object({
    ...common,
    kind: v.literal("redirect"),
    status: v.exactOptional(v.picklist([301, 302, 303, 307, 308])),
    location: v.exactOptional(headerValue),
  }),
  object({
    ...common,
    kind: v.literal("status"),
    status: v.exactOptional(integer(400, 599)),
    retryAfter: v.exactOptional(headerValue),
  }),
]);
