import { createClient, endUserFrom, isConnectError, readInbound } from "@plastiq-connect/node";
import { remoteSandbox } from "../remote-sandbox.ts";
import { runConformance } from "../runner.ts";
import { serverSubject } from "../server-subject.ts";
import { casesOf, printReport, readJob } from "./job.ts";

// The parts of Bun's globals that this file uses.
declare const Bun: {
  readonly version: string;
  readonly argv: readonly string[];
  inspect(value: unknown, options?: { depth: number }): string;
};

const job = readJob(Bun.argv[2]);
const subject = serverSubject({
  runtime: { name: "Bun", version: Bun.version },
  createClient,
  endUserFrom,
  isConnectError,
  inboundOf: ({ headers, peer }) => readInbound({ headers, socket: { remoteAddress: peer } }),
  inspect: (value) => [Bun.inspect(value), Bun.inspect(value, { depth: 100 })],
});
printReport(await runConformance(subject, remoteSandbox(job.addresses), casesOf(job)));
