import { createClient, endUserFrom, isConnectError, readInbound } from "@plastiq-connect/deno";
import { remoteSandbox } from "../remote-sandbox.ts";
import { runConformance } from "../runner.ts";
import { serverSubject } from "../server-subject.ts";
import { casesOf, printReport, readJob } from "./job.ts";

// The parts of Deno's globals that this file uses.
declare const Deno: {
  readonly version: { readonly deno: string };
  readonly args: readonly string[];
  inspect(value: unknown, options?: object): string;
};

const job = readJob(Deno.args[0]);
const subject = serverSubject({
  runtime: { name: "Deno", version: Deno.version.deno },
  createClient,
  endUserFrom,
  isConnectError,
  inboundOf: ({ headers, peer }) =>
    readInbound(new Request("http://127.0.0.1/", { headers }), { remoteAddr: { transport: "tcp", hostname: peer } }),
  inspect: (value) => [
    Deno.inspect(value),
    Deno.inspect(value, { depth: 100, showHidden: true, getters: true, showProxy: true, strAbbreviateSize: 1e6 }),
  ],
});
printReport(await runConformance(subject, remoteSandbox(job.addresses), casesOf(job)));
