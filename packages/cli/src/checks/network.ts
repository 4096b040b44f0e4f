import type { Target } from "../connection.ts";
import { ExitCode } from "../exit-code.ts";
import { plain } from "../foreign-text.ts";
import type { Answer } from "./answer.ts";
import { type Finding, ok, problem } from "./finding.ts";
import type { Probe, Step } from "./probe.ts";

const CHECK = "network";

const ADVICE: Readonly<Record<Step, string>> = {
  DNS: "Check the name in the base URL, and this machine's DNS and proxy settings.",
  connection: "Check the port in the base URL, and the firewall and proxy settings.",
  TLS: "Check the base URL. If a proxy or a company's own authority stands between, set NODE_EXTRA_CA_CERTS.",
};

/** Where the way to the API ends, when it does not lead there. */
export function checkProbe({ baseUrl, place }: Target, { failed }: Probe): Finding | undefined {
  if (!failed) return undefined;
  const { step, code } = failed;
  const { host } = new URL(baseUrl);
  const advice =
    place === "local" && code === "ECONNREFUSED"
      ? "Nothing listens there. Is the local sandbox running? plastiq-connect sandbox starts it."
      : ADVICE[step];
  return problem(CHECK, ExitCode.network, `${step} failed at ${host} (${code})`, advice);
}

/** Whether the API answers at all. */
export function checkAnswer({ baseUrl }: Target, probe: Probe | undefined, { error, response }: Answer): Finding {
  if (!response) {
    // The rest of the message is advice, and for calls that do more than read.
    const message = plain(error?.message ?? "no answer").replace(/\.(?:\s.*)?$/, "");
    return problem(CHECK, ExitCode.network, message, "Check the base URL, and the firewall and proxy settings.");
  }
  const how = probe ? (probe.tls ?? "without TLS") : "with these proxy settings";
  return ok(CHECK, `${new URL(baseUrl).host} answers in ${Math.round(response.duration)} ms, ${how}`);
}
