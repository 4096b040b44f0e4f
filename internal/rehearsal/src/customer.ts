import { cpSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { run, type Start } from "./processes.ts";
import type { Rehearsal } from "./rehearsal.ts";
import type { CustomersSandbox, Report } from "./sandbox.ts";

const CUSTOMERS = fileURLToPath(new URL("../customers/", import.meta.url));
const SCOPE = "@plastiq-connect";

/** A customer's folder outside the workspace, with nothing in it but their own files. */
export interface Customer extends Start {
  readonly folder: string;
  /** Runs npm on the customer's own Node. */
  npm(...words: string[]): Promise<string>;
  run(command: readonly string[], env?: Readonly<Record<string, string>>): Promise<string>;
  /**
   * Runs the program that mints and spends, compares its report with what the sandbox saw, and rejects unless every one
   * of our packages that is installed has the version.
   */
  mints(
    command: readonly string[],
    sandbox: CustomersSandbox,
    version: string,
    env?: Readonly<Record<string, string>>,
  ): Promise<void>;
  /** As {@link Customer.mints}, of a report that came another way. */
  minted(report: Report, sandbox: CustomersSandbox, version: string): Promise<void>;
}

/**
 * Makes a customer from the files of `customers/<kind>`.
 *
 * @param program The Node that `npm` runs on.
 * @param name The folder's name, where several customers are of one kind.
 */
export function createCustomer(rehearsal: Rehearsal, kind: string, program: string, name: string = kind): Customer {
  const folder = join(rehearsal.folder, "customers", name);
  cpSync(join(CUSTOMERS, kind), folder, { recursive: true });
  const env = rehearsal.customerEnv(program);
  const runHere: Customer["run"] = (command, more = {}) => run(command, { cwd: folder, env: { ...env, ...more } });
  const minted: Customer["minted"] = async (report, sandbox, version) => {
    await sandbox.confirm(report);
    if (report.version !== undefined && report.version !== version) {
      throw new Error(`What ran calls itself ${report.version}, not ${version}.`);
    }
    const other = ourCopies(folder).find((copy) => copy.version !== version);
    if (other) throw new Error(`${other.name} is ${other.version}, not ${version}.`);
  };
  return {
    folder,
    cwd: folder,
    env,
    npm: (...words) => runHere(["npm", ...words]),
    run: runHere,
    minted,
    async mints(command, sandbox, version, more = {}) {
      const last = (await runHere(command, { ...sandbox.env, ...more })).trim().split("\n").at(-1) ?? "";
      await minted(JSON.parse(last), sandbox, version);
    },
  };
}

/** Every copy of our packages below a folder, also nested ones. */
export function ourCopies(folder: string): readonly { name: string; version: string; path: string }[] {
  const modules = join(folder, "node_modules");
  if (!existsSync(modules)) return [];
  const packages = readdirSync(modules)
    .filter((name) => !name.startsWith("."))
    .flatMap((name) =>
      name.startsWith("@") ? readdirSync(join(modules, name)).map((own) => join(name, own)) : [name],
    );
  return packages.flatMap((name) => {
    const path = join(modules, name);
    const nested = ourCopies(path);
    if (!existsSync(join(path, "package.json"))) return nested;
    const manifest = JSON.parse(readFileSync(join(path, "package.json"), "utf8"));
    // By the name inside: an alias has another folder.
    if (manifest.name !== "plastiq-connect" && !String(manifest.name).startsWith(`${SCOPE}/`)) return nested;
    return [{ name: manifest.name, version: manifest.version, path }, ...nested];
  });
}
