import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The fields of a `package.json` that are read. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly sideEffects?: boolean | readonly string[];
  readonly files?: readonly string[];
  /** Commands, and the file of each. */
  readonly bin?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly repository?: { readonly directory?: string };
  readonly publishConfig?: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** A package that users install. */
export interface PublicPackage {
  /** Its folder, below the repository's root and with slashes, such as `packages/core`. */
  readonly folder: string;
  readonly manifest: Manifest;
}

/** The packages that users install, in the order of their folders' names. */
export function publicPackages(root: string): readonly PublicPackage[] {
  return readdirSync(join(root, "packages"))
    .sort()
    .map((name) => `packages/${name}`)
    .filter((folder) => existsSync(join(root, folder, "package.json")))
    .map((folder) => ({ folder, manifest: JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")) }))
    .filter(({ manifest }) => !manifest.private);
}

/** One thing that users import from a package. */
export interface Entry {
  /** The import specifier, such as `@plastiq-connect/core/mint-endpoint`. */
  readonly specifier: string;
  /** The file below the package's folder, such as `./dist/index.js`, by the condition under which it is taken. */
  readonly files: Readonly<Record<string, string>>;
}

/** Returns the entry points of a package. A package that only has a command has none. */
export function entriesOf({ manifest }: PublicPackage): readonly Entry[] {
  return Object.entries(manifest.exports ?? {}).flatMap(([path, files]) =>
    typeof files === "string" ? [] : [{ specifier: `${manifest.name}${path.slice(1)}`, files }],
  );
}
