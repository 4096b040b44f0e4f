import type { Target } from "../connection.ts";
import { ExitCode, exitCodeOf } from "../exit-code.ts";
import { plain } from "../foreign-text.ts";
import { type Finding, ok, problem } from "./finding.ts";
import type { Probe, Step } from "./probe.ts";
import type { TestResponse } from "./test-request.ts";

const CHECK = "network";

const ADVICE: Readonly<Record<Step, string>> = {
  DNS: "Check the name in the base URL, and this machine's DNS and proxy settings.",
  connection: "Check the port in the base URL, and the firewall and proxy settings.",
  TLS: "Check the base URL. For a company's own certificate authority, set NODE_EXTRA_CA_CERTS.",
};

/** Reports the step at which the connection failed, if it did. */
export function checkProbe({ baseUrl, place }: Target, { failed }: Probe): Finding | undefined {
  if (!failed) return undefined;
  const { step, code } = failed;
  const { host } = new URL(baseUrl);
  const advice =
    place === "local" && code === "ECONNREFUSED"
      ? "Nothing listens there. Start the local sandbox: plastiq-connect sandbox"
      : ADVICE[step];
  return problem(CHECK, ExitCode.network, `${step} failed at ${host} (${code})`, advice);
}

/** Checks that the API responds. */
export function checkResponse(
  { baseUrl }: Target,
  probe: Probe | undefined,
  { error, response }: TestResponse,
): Finding {
  if (!response) {
    const [message = "", advice] = plain(error?.message ?? "no response")
      .replace(/^\w+ \([^)]*\): |\.$/g, "")
      .split(/\. (.*)/s);
    return problem(
      CHECK,
      error ? exitCodeOf(error) : ExitCode.network,
      message,
      advice ? `${advice}.` : "Check the base URL, and the firewall and proxy settings.",
    );
  }
  const how = probe ? (probe.tls ?? "without TLS") : "with these proxy settings";
  return ok(CHECK, `${new URL(baseUrl).host} responds in ${Math.round(response.duration)} ms, ${how}`);
}
