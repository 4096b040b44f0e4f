import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { LOCAL_API_KEY } from "@plastiq-connect/sandbox";

/** Matches the key, secrets, and the numbers of the card and of the recipient's account. */
export const HIDDEN: RegExp = new RegExp(`${LOCAL_API_KEY}|LOCALCLIENTSECRET|4242424242424242|3829473294723|021000021`);

/** Runs the demo to its end. */
export function demo(
  env: Readonly<Record<string, string>>,
  ...words: string[]
): Promise<{ status: unknown; output: string }> {
  const main = fileURLToPath(new URL("../demo.ts", import.meta.url));
  return new Promise((resolve) => {
    // Whatever is not on loopback has to pass by a port where nobody is.
    const closed = { HTTPS_PROXY: "http://127.0.0.1:9", NO_COLOR: "1", PATH: process.env.PATH };
    execFile(process.execPath, [main, ...words], { env: { ...closed, ...env } }, (error, stdout, stderr) =>
      resolve({ status: error?.code ?? 0, output: stdout + stderr }),
    );
  });
}
