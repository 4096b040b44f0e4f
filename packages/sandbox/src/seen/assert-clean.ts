import type { SeenRequest } from "./seen-log.ts";

/** Throws an Error that lists the requests that were refused or have warnings. Injected faults do not count. */
export function assertClean(requests: readonly SeenRequest[]): void {
  const lines = requests.flatMap((request) => {
    const { id, method, path, status, refusal, warnings = [], fault, pending } = request;
    const sentences = [...(fault === null ? (refusal?.details ?? []) : []), ...warnings];
    if (fault === null && status === null && !pending) sentences.push("The caller disconnected before the response.");
    if (sentences.length === 0) return [];
    return [`  request ${id}: ${method} ${path}, ${status ?? "no response"}: ${sentences.join(" ")}`];
  });
  if (lines.length === 0) return;
  throw new Error(`Some requests were refused or have warnings:\n${lines.join("\n")}`);
}
