import { inspect } from "node:util";
import { createClient, endUserFrom, isConnectError } from "@plastiq-connect/core";
import { remoteSandbox } from "../remote-sandbox.ts";
import { runConformance } from "../runner.ts";
import { serverSubject } from "../server-subject.ts";
import { casesOf, printReport, readJob } from "./job.ts";

// Core alone, over the global fetch of Node: what a mutant is judged by.
const job = readJob(process.argv[2]);
const subject = serverSubject({
  runtime: { name: "core", version: process.versions.node },
  lacks: { "not-sent": "The global fetch does not say whether a connection was made." },
  createClient,
  endUserFrom,
  isConnectError,
  inboundOf: ({ headers, peer }) => ({ header: (name) => headers[name.toLowerCase()], peer }),
  inspect: (value) => [
    inspect(value),
    inspect(value, { depth: Number.POSITIVE_INFINITY, showHidden: true, getters: true }),
  ],
});
printReport(await runConformance(subject, remoteSandbox(job.addresses), casesOf(job)));
