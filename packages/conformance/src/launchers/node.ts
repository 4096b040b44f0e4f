import { nodeSubject } from "../node-subject.ts";
import { remoteSandbox } from "../remote-sandbox.ts";
import { runConformance } from "../runner.ts";
import { casesOf, printReport, readJob } from "./job.ts";

const job = readJob(process.argv[2]);
printReport(await runConformance(nodeSubject(), remoteSandbox(job.addresses), casesOf(job)));
