// Writes each package's version into what JSR and the user agent read of it. Run after `changeset version`;
// `--check` writes nothing and fails when something has drifted.
import { readFile, writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

/** A file that repeats what `package.json` says, and what it has to say. */
export interface Drift {
  /** Below the packages' folder. */
  readonly path: string;
  readonly text: string;
}

const JSR_PACKAGES = ["core", "deno"] as const;

/** Returns the files in the packages' folder (a `file:` URL that ends in a slash) that differ from `package.json`. */
export async function findDrift(packages: URL): Promise<Drift[]> {
  const read = (path: string): Promise<string> => readFile(new URL(path, packages), "utf8");
  const versionOf = async (name: string): Promise<string> => JSON.parse(await read(`${name}/package.json`)).version;
  const wanted = async (path: string, pattern: RegExp, version: string): Promise<Drift | undefined> => {
    const text = await read(path);
    if (!pattern.test(text)) throw new Error(`${path} names no version.`);
    const right = text.replace(pattern, `$1${version}$2`);
    return right === text ? undefined : { path, text: right };
  };
  const found = [
    ...JSR_PACKAGES.map(async (name) => wanted(`${name}/deno.json`, /("version": ")[^"]*(")/, await versionOf(name))),
    wanted("core/src/version.ts", /(VERSION: string = ")[^"]*(")/, await versionOf("core")),
  ];
  return (await Promise.all(found)).filter((drift) => drift !== undefined);
}

/** Brings the files in line, or with `check` only says which are not. Resolves with whether they were. */
export async function syncVersions(packages: URL, { check = false } = {}): Promise<boolean> {
  const drifts = await findDrift(packages);
  for (const { path, text } of drifts) {
    console.log(`packages/${path}: ${check ? "another version than package.json" : "updated"}`);
    if (!check) await writeFile(new URL(path, packages), text);
  }
  return drifts.length === 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const check = process.argv.includes("--check");
  const inLine = await syncVersions(new URL("../../../packages/", import.meta.url), { check });
  if (check && !inLine) process.exitCode = 1;
}
