import { type ChildProcess, execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { LOCAL_API_KEY } from "@plastiq-connect/sandbox";

/** Matches the key, secrets, and the numbers of the card and of the recipient's account. */
export const HIDDEN: RegExp = new RegExp(`${LOCAL_API_KEY}|LOCALCLIENTSECRET|4242424242424242|3829473294723|021000021`);

/** Runs the demo to its end. */
export function demo(
  env: Readonly<Record<string, string>>,
  ...words: string[]
): Promise<{ status: unknown; output: string }> {
  return run(env, words);
}

/** Runs the demo, and stops reading its output after the first part: `npm run demo | head`. */
export function demoUnread(env: Readonly<Record<string, string>>): Promise<{ status: unknown; output: string }> {
  return run(env, [], (child) => child.stdout?.once("data", () => child.stdout?.destroy()));
}

function run(
  env: Readonly<Record<string, string>>,
  args: readonly string[],
  onStart?: (child: ChildProcess) => void,
): Promise<{ status: unknown; output: string }> {
  const main = fileURLToPath(new URL("../demo.ts", import.meta.url));
  return new Promise((resolve) => {
    // Whatever is not on loopback has to pass by a port where nobody is.
    const closed = { HTTPS_PROXY: "http://127.0.0.1:9", NO_COLOR: "1", PATH: process.env.PATH };
    const options = { env: { ...closed, ...env } };
    const child = execFile(process.execPath, [main, ...args], options, (error, stdout, stderr) =>
      resolve({ status: error?.code ?? 0, output: stdout + stderr }),
    );
    onStart?.(child);
  });
}
