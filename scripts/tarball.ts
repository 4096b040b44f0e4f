import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPackageFromTarballData, type Package } from "@arethetypeswrong/core";
import { type PublicPackage, publicPackages } from "./public-packages.ts";

/** What users download of one package. */
export interface Tarball {
  readonly own: PublicPackage;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The files in it, below the package's folder, such as `dist/index.js`, and their texts. */
  readonly files: ReadonlyMap<string, string>;
  readonly content: Package;
}

/** Packs every public package as `pnpm publish` does. Needs pnpm on the PATH, as its scripts have it. */
export function packAll(root: string): readonly Tarball[] {
  const folder = mkdtempSync(join(tmpdir(), "tarballs-"));
  try {
    const packages = publicPackages(root);
    const filters = packages.map((own) => `--filter=./${own.folder}`);
    const words = ["--recursive", ...filters, "pack", "--json", "--pack-destination", folder];
    const printed = execFileSync("pnpm", [...words, "--config.ignore-scripts=true"], { cwd: root, encoding: "utf8" });
    const packed = JSON.parse(printed) as readonly { readonly name: string; readonly filename: string }[];
    return packages.map((own) => {
      const { filename } = packed.find(({ name }) => name === own.manifest.name) ?? {};
      if (filename === undefined) throw new Error(`pnpm did not pack ${own.manifest.name}.`);
      return readTarball(own, new Uint8Array(readFileSync(filename)));
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Reads a tarball that was packed of this package. */
export function readTarball(own: PublicPackage, bytes: Uint8Array<ArrayBuffer>): Tarball {
  const content = createPackageFromTarballData(bytes);
  const prefix = `/node_modules/${content.packageName}/`;
  const files = content
    .listFiles()
    .map((path): [string, string] => [path.slice(prefix.length), content.readFile(path)]);
  return { own, bytes, content, files: new Map(files) };
}
