/**
 * Returns how the user started the program, such as `npx plastiq-connect`: a program that a package manager starts is not
 * on the PATH of another terminal.
 */
export function programOf(
  env: Readonly<Record<string, string | undefined>>,
  versions: Readonly<Record<string, string | undefined>>,
): string {
  if (versions.deno) return "deno run -A npm:plastiq-connect";
  if (versions.bun) return "bunx --bun plastiq-connect";
  const manager = env.npm_config_user_agent?.split("/")[0];
  if (manager === undefined) return "plastiq-connect";
  return { bun: "bunx plastiq-connect", pnpm: "pnpm dlx plastiq-connect" }[manager] ?? "npx plastiq-connect";
}

/**
 * Returns whether npx or a package script runs this program and nothing else. Then the shell between them ends only
 * after the program, unless somebody stops it. A longer script can start the program in the background and end before
 * it.
 */
export function isWholeScript(env: Readonly<Record<string, string | undefined>>): boolean {
  return /^["']?plastiq-connect["']?( [^&|;]*)?$/.test(env.npm_lifecycle_script ?? "");
}

/** Puts into a text how the user starts the program. */
export function inTermsOf(program: string, text: string): string {
  // Only the first time: an order's number may contain the name, too.
  return text.replace(/\bplastiq-connect (?=-?-?[a-z])/, () => `${program} `);
}
