import { complaintsOf, type SeenRequest } from "./seen-log.ts";

/**
 * Throws an Error that lists the requests that were refused or have warnings. Injected faults do not count.
 *
 * @param unclean How many such requests there were, including those that the log no longer has.
 */
export function assertClean(requests: readonly SeenRequest[], unclean: number): void {
  const found = requests.filter((request) => complaintsOf(request).length > 0);
  const lines = found.map((request) => {
    const { id, method, path, status } = request;
    return `  request ${id}: ${method} ${path}, ${status ?? "no response"}: ${complaintsOf(request).join(" ")}`;
  });
  const lost = unclean - found.filter(({ pending }) => !pending).length;
  if (lost > 0) lines.push(`  ${lost} more that the log no longer has`);
  if (lines.length === 0) return;
  throw new Error(`Some requests were refused or have warnings:\n${lines.join("\n")}`);
}
