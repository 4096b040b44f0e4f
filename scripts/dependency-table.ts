import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { parse } from "yaml";
import { type PublicPackage, publicPackages } from "./public-packages.ts";

const SCOPE = "@plastiq-connect/";
const HEAD = "| package | depends on | installed | why not our own code |";

/** What is read of pnpm's lockfile. */
interface Lockfile {
  readonly importers: Readonly<
    Record<string, { readonly dependencies?: Readonly<Record<string, { readonly version: string }>> }>
  >;
  readonly packages: Readonly<
    Record<string, { readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>> }>
  >;
  readonly snapshots: Readonly<
    Record<string, Readonly<Partial<Record<"dependencies" | "optionalDependencies", Readonly<Record<string, string>>>>>>
  >;
}

/** One row of the table. */
interface Row {
  readonly depends: readonly string[];
  readonly installed: string;
  readonly why: string;
}

/**
 * Where the table in the README that counts and justifies production dependencies differs from the manifests, and from
 * what the lockfile says that an install brings.
 */
export function findTableBreaks(root: string): readonly string[] {
  const rows = readRows(readFileSync(join(root, "README.md"), "utf8"));
  const lockfile: Lockfile = parse(readFileSync(join(root, "pnpm-lock.yaml"), "utf8"));
  const packages = publicPackages(root);
  const known = new Set(packages.map(({ manifest }) => short(manifest.name)));
  return [
    ...packages.flatMap((own) => rowBreaks(own, rows.get(short(own.manifest.name)), lockfile)),
    ...[...rows.keys()].filter((name) => !known.has(name)).map((name) => `There is no public package ${name}.`),
  ].map((line) => `README.md, "Dependencies": ${line}`);
}

function rowBreaks({ folder, manifest }: PublicPackage, row: Row | undefined, lockfile: Lockfile): readonly string[] {
  const name = short(manifest.name);
  if (row === undefined) return [`${name} has no row.`];
  const dependencies = Object.keys(manifest.dependencies ?? {});
  const names = dependencies.map(short);
  const count = String(installedWith(folder, lockfile).size);
  return [
    ...names.filter((one) => !row.depends.includes(one)).map((one) => `${name} depends on ${one}, too.`),
    ...row.depends.filter((one) => !names.includes(one)).map((one) => `${name} does not depend on ${one}.`),
    ...dependencies
      .filter((one) => !one.startsWith(SCOPE) && !row.why.includes(`${one}: `))
      .map((one) => `${name} does not say why it depends on ${one}.`),
    ...(row.installed === count ? [] : [`${name} brings ${count} packages of others, not ${row.installed}.`]),
  ];
}

function short(name: string): string {
  return name.startsWith(SCOPE) ? name.slice(SCOPE.length) : name;
}

function readRows(readme: string): ReadonlyMap<string, Row> {
  const [, table = ""] = readme.split(`\n${HEAD}\n`);
  const lines = table.split("\n").slice(1);
  const end = lines.findIndex((line) => !line.startsWith("|"));
  return new Map(
    lines.slice(0, end).map((line) => {
      const [name = "", depends = "", installed = "", why = ""] = line
        .split("|")
        .slice(1)
        .map((cell) => cell.trim());
      const names = [...depends.matchAll(/`([^`]+)`/g)].map(([, one = ""]) => one);
      return [name.replaceAll("`", ""), { depends: names, installed, why }];
    }),
  );
}

/** The packages of others that come with one of ours, as `name@version`. */
function installedWith(folder: string, lockfile: Lockfile): ReadonlySet<string> {
  const found = new Set<string>();
  const seen = new Set<string>();
  const visit = (importer: string): void => {
    if (seen.has(importer)) return;
    seen.add(importer);
    for (const [name, { version }] of Object.entries(lockfile.importers[importer]?.dependencies ?? {})) {
      if (version.startsWith("link:")) visit(posix.join(importer, version.slice("link:".length)));
      else install(name, version);
    }
  };
  const install = (name: string, version: string): void => {
    // An alias is kept under the name that it stands for.
    const key = version in lockfile.snapshots ? version : `${name}@${version}`;
    if (found.has(key)) return;
    found.add(key);
    const { dependencies, optionalDependencies } = lockfile.snapshots[key] ?? {};
    const { peerDependenciesMeta = {} } = lockfile.packages[key.replace(/\(.*$/, "")] ?? {};
    for (const [next, nextVersion] of Object.entries({ ...dependencies, ...optionalDependencies })) {
      // Only this workspace has an optional peer: an install brings none.
      if (!peerDependenciesMeta[next]?.optional) install(next, nextVersion);
    }
  };
  visit(folder);
  return found;
}
