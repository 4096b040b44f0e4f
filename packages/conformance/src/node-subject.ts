import { format, inspect } from "node:util";
import { createClient, endUserFrom, isConnectError, type NodeClientOptions, readInbound } from "@plastiq-connect/node";
import { serverSubject } from "./server-subject.ts";
import type { Subject } from "./subject.ts";

/** `@plastiq-connect/node` on the Node that runs this, with options of your own under those of each case. */
export function nodeSubject(options: NodeClientOptions = {}, lacks: Subject["lacks"] = {}): Subject {
  return serverSubject({
    runtime: { name: "Node.js", version: process.versions.node },
    lacks,
    createClient: ({ fetch = options.fetch, ...rest }) => createClient({ ...options, ...rest, fetch }),
    endUserFrom,
    isConnectError,
    inboundOf: ({ headers, peer }) => readInbound({ headers, socket: { remoteAddress: peer } }),
    inspect: (value) => [
      inspect(value),
      inspect(value, { depth: Number.POSITIVE_INFINITY, showHidden: true, getters: true, showProxy: true }),
      inspect(value, { depth: Number.POSITIVE_INFINITY, customInspect: false }),
      format("%s %o %O %j", value, value, value, value),
    ],
  });
}
