import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository that is rehearsed. Nothing in it is written to. */
export const ROOT: string = fileURLToPath(new URL("../../..", import.meta.url));

/** Values that all parts of a rehearsal share. */
export interface Rehearsal {
  /** The temporary folder that holds everything; it goes with the process. */
  readonly folder: string;
  /** Deletes the folder. */
  close(): void;
  /** Where the registry's address and token are, for `NPM_CONFIG_USERCONFIG`. */
  readonly userConfig: string;
  /** The maintainer's environment, in which the copy is installed and built; it names no user config. */
  readonly env: Readonly<Record<string, string>>;
  /** A customer's environment: a home of their own, the local registry, and one npm cache for all. */
  customerEnv(program: string): Record<string, string>;
  /** Writes the user config for a registry at this port. */
  useRegistry(port: number): void;
}

/** Prepares a rehearsal. However this process ends, it leaves neither processes nor files behind. */
export function createRehearsal(): Rehearsal {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "plastiq-connect-rehearsal-")));
  const close = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  process.once("exit", close);
  for (const [name, status] of [["SIGINT", 130] as const, ["SIGTERM", 143] as const, ["SIGHUP", 129] as const]) {
    process.once(name, () => process.exit(status));
  }
  const home = join(folder, "home");
  mkdirSync(join(home, "tmp"), { recursive: true });
  const userConfig = join(folder, "user.npmrc");
  const env = ownEnv();
  const ofSystem = Object.fromEntries(
    Object.entries(env).filter(([name]) => /^(?:PATH|SystemRoot|ComSpec|PATHEXT|LANG|LC_\w+|TERM|CI)$/i.test(name)),
  );
  // Without what pnpm adds: a customer has none of our tools.
  const ownPath = (env.PATH ?? "").split(delimiter).filter((entry) => !/[\\/]node_modules[\\/]/.test(`${entry}/`));
  return {
    folder,
    close,
    userConfig,
    env,
    customerEnv: (program) => ({
      ...ofSystem,
      // `npm` and `npx` run on the first `node` they find.
      PATH: [dirname(program), ...ownPath].join(delimiter),
      HOME: home,
      USERPROFILE: home,
      TMPDIR: join(home, "tmp"),
      NO_COLOR: "1",
      NPM_CONFIG_USERCONFIG: userConfig,
      NPM_CONFIG_CACHE: join(folder, "npm-cache"),
    }),
    useRegistry(port) {
      const lines = [
        `registry=http://127.0.0.1:${port}/`,
        `//127.0.0.1:${port}/:_authToken=local-only`,
        "provenance=false",
        "fund=false",
        "audit=false",
        "update-notifier=false",
        // A version that our packages say they do not support fails the install instead of warning.
        "engine-strict=true",
      ];
      writeFileSync(userConfig, `${lines.join("\n")}\n`);
    },
  };
}

/** This process's environment without what pnpm and npm put there, and without anything that could reach the vendor. */
function ownEnv(): Record<string, string> {
  const entries = Object.entries(process.env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined &&
      !/^(?:p?npm_|plastiq_|node_options$|init_cwd$|turbo_hash$|vitest|(?:node_env|test|mode|dev|prod|ssr|base_url)$)/i.test(
        entry[0],
      ),
  );
  return { ...Object.fromEntries(entries), TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1", NO_COLOR: "1" };
}
