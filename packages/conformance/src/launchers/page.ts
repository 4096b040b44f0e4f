import { fetchClientSecret, isConnectError, tokenizeBankAccount, tokenizeCard } from "@plastiq-connect/browser";
import type { Report } from "../report.ts";
import { runConformance } from "../runner.ts";
import type { SandboxHandle, Subject } from "../subject.ts";
import { casesOf, type Job } from "./job.ts";

/** Input of the page. */
export interface PageJob {
  readonly job: Job;
  readonly version: string;
}

/** Functions that the launcher provides to the page, because the sandbox's control routes refuse pages. */
interface Lent {
  callSandbox(method: string, args: readonly unknown[]): Promise<unknown>;
  /** Returns the console output since the last call. */
  takePrinted(): Promise<readonly string[]>;
}

const lent = globalThis as unknown as Lent;

function subjectOf(version: string): Subject {
  return {
    runtime: { name: "Chromium", version },
    lacks: {
      "api-key": "A browser holds no API key.",
      "end-user": "A browser describes the end user itself: a page sets no User-Agent and no address.",
      inbound: "A browser receives no requests.",
      "response-facts": "The browser package returns only the stored card, and has no hooks.",
      "redirect-details": "A browser hides where a redirect leads.",
      "sends-once": "A browser itself sends a request again when a kept-alive connection breaks.",
      "not-sent": "A browser's fetch does not say whether a connection was made.",
    },
    obtain: () => fetchClientSecret({ endpoint: "/client-secret" }),
    spend(clientSecret, request, { hooks, ...options }) {
      return request.type === "CARD"
        ? tokenizeCard({ ...options, clientSecret, card: request.data })
        : tokenizeBankAccount({ ...options, clientSecret, bankAccount: request.data });
    },
    isConnectError,
    async inspect(value) {
      console.log(value);
      console.error("%o %s", value, value);
      const printed = await lent.takePrinted();
      if (printed.length < 2) throw new Error("The console output is missing.");
      return printed;
    },
  };
}

function sandboxOf({ addresses }: Job): SandboxHandle {
  const call =
    <Args extends readonly unknown[], Result>(method: string) =>
    (...args: Args) =>
      lent.callSandbox(method, args) as Promise<Result>;
  return {
    baseUrl: addresses.baseUrl ?? `${addresses.origin}/api`,
    apiKey: addresses.apiKey,
    payerId: addresses.payerId,
    control: {
      reset: call("reset"),
      addFault: call("addFault"),
      seen: call("seen"),
      state: call("state"),
      advance: call("advance"),
      revokeKey: call("revokeKey"),
      setAllowedIps: call("setAllowedIps"),
      setErrorShape: call("setErrorShape"),
      setPagination: call("setPagination"),
      setIntentOnPayments: call("setIntentOnPayments"),
      setProcessingTime: call("setProcessingTime"),
    },
    request: call("request"),
    mint: call("mint"),
    spend: call("spend"),
    secondListener: { origin: addresses.second, received: call("received") },
    closedOrigin: addresses.closed,
    compressedOrigin: addresses.compressed,
  };
}

/** Runs the job. The launcher calls it. */
async function runJob({ job, version }: PageJob): Promise<Report> {
  return await runConformance(subjectOf(version), sandboxOf(job), casesOf(job));
}

Object.assign(globalThis, { runJob });
