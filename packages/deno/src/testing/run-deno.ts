import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

/** The path of the real Deno, from the npm package `deno`. */
export const DENO: string = join(
  dirname(createRequire(import.meta.url).resolve("deno/package.json")),
  process.platform === "win32" ? "deno.exe" : "deno",
);

const PACKAGE = fileURLToPath(new URL("../..", import.meta.url));

/** The forms of `@plastiq-connect/deno`: the build that npm gets, and the source that JSR gets. */
export const FORMS = {
  npm: ["--no-config", "--node-modules-dir=manual"],
  jsr: ["--config", "../deno.json"],
} as const;

// Deno looks for the .d.ts file of a .js import by itself only in node_modules, and the link to core leads outside.
const CHECK = ["--check", "--quiet", "--unstable-sloppy-imports"];

/** Options for {@link startDeno}. */
export interface DenoSetup {
  readonly form?: keyof typeof FORMS;
  /** Flags such as `--allow-net=127.0.0.1`. Nothing else is allowed, and Deno does not prompt. */
  readonly permissions?: readonly string[];
  /** True if the script is type-checked first, with Deno's own types. */
  readonly check?: boolean;
  /** The whole environment, except the variables that Deno itself needs. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts a TypeScript script in real Deno, without remote modules. */
export function startDeno(script: string, setup: DenoSetup): ChildProcessWithoutNullStreams {
  const { form = "npm", permissions = [], check = false, env = {} } = setup;
  const flags = ["--no-prompt", "--no-remote", ...FORMS[form], ...(check ? CHECK : ["--no-check"])];
  const deno = spawn(DENO, ["run", ...flags, ...permissions, "--ext=ts", "-"], {
    cwd: PACKAGE,
    env: { ...denoNeeds(), ...env },
  });
  deno.stdin.end(script);
  return deno;
}

/** Runs a script in real Deno to its end. */
export async function runDeno(
  script: string,
  setup: DenoSetup = {},
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const deno = startDeno(script, setup);
  const closed = once(deno, "close");
  const [stdout, stderr] = await Promise.all([text(deno.stdout), text(deno.stderr), closed]);
  return { code: deno.exitCode, stdout, stderr };
}

/** Returns the port that `Deno.serve` prints. Rejects with the script's output when the script ends first. */
export function portOf(deno: ChildProcessWithoutNullStreams): Promise<number> {
  return new Promise((resolve, reject) => {
    let printed = "";
    for (const stream of [deno.stdout, deno.stderr]) {
      stream.on("data", (chunk) => {
        printed += chunk;
        const [, port] = /Listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(printed) ?? [];
        if (port !== undefined) resolve(Number(port));
      });
    }
    deno.once("close", () => reject(new Error(printed)));
  });
}

function denoNeeds(): Record<string, string> {
  const { PATH = "", HOME = "", DENO_DIR } = process.env;
  return { PATH, HOME, NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1", ...(DENO_DIR === undefined ? {} : { DENO_DIR }) };
}
