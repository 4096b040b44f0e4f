// Checks what users would download: packs every public package, and looks into the tarballs. That they hold what they
// should and no more, that source maps lead to the source, that nothing happens when a module is loaded, and what publint
// (strict) and are-the-types-wrong (as ESM only) say. Reads what was built; run it by a script of pnpm's.
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { checkPackage } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { entriesOf, publicPackages } from "./public-packages.ts";
import { packAll, type Tarball } from "./tarball.ts";
import { findMapBreaks, findPlaces, findSideEffectClaim, findStrangers } from "./tarball-rules.ts";

// How TypeScript resolved before packages said what they export, and how CommonJS does without `require(esm)`.
const NOT_ESM = ["node10", "node16-cjs"];
/** What is wrong with one file is often wrong with all. */
const SHOWN = 12;

/** What users would stumble over in a tarball; empty when nothing. */
export async function findTarballBreaks(root: string, tarball: Tarball): Promise<readonly string[]> {
  const { files, own } = tarball;
  return [
    ...findStrangers(files, readdirSync(join(root, own.folder))),
    ...findPlaces(files, [root, homedir()]),
    ...findMapBreaks(files),
    ...findSideEffectClaim(own.manifest),
    ...(await lint(tarball)),
    ...(await resolveTypes(tarball)),
  ];
}

async function lint({ bytes, own }: Tarball): Promise<readonly string[]> {
  const { messages } = await publint({ pack: { tarball: bytes.buffer }, strict: true });
  return messages.map((message) => `publint: ${formatMessage(message, { ...own.manifest }, { color: false })}`);
}

async function resolveTypes({ content, own }: Tarball): Promise<readonly string[]> {
  const found = await checkPackage(content);
  // A package that only brings a command has none.
  if (!found.types) return entriesOf(own).length > 0 ? ["There are no types."] : [];
  return found.problems
    .filter((problem) => !("resolutionKind" in problem && NOT_ESM.includes(problem.resolutionKind)))
    .map((problem) => `are the types wrong: ${JSON.stringify({ ...problem, trace: undefined })}`);
}

/** The modules that do something when they are loaded, of all that users import. */
export function findSideEffects(root: string): readonly string[] {
  const modules = publicPackages(root).flatMap((own) =>
    entriesOf(own).flatMap(({ files: { types: _, ...code } }) =>
      Object.values(code).map((file) => pathToFileURL(join(root, own.folder, file)).href),
    ),
  );
  const program = fileURLToPath(new URL("side-effects.ts", import.meta.url));
  const lines = execFileSync(process.execPath, [program, ...modules], { encoding: "utf8" })
    .trim()
    .split("\n");
  const end = lines.pop();
  return end === `looked at ${modules.length}` ? lines : [...lines, "A module ends the process when it is loaded."];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const root = fileURLToPath(new URL("..", import.meta.url));
  const tarballs = packAll(root);
  for (const tarball of tarballs) {
    const breaks = await findTarballBreaks(root, tarball);
    console.log(`${breaks.length > 0 ? "FAIL" : "ok  "}  ${tarball.own.manifest.name}: ${tarball.bytes.length} bytes`);
    for (const line of breaks.slice(0, SHOWN)) console.log(`      ${line}`);
    if (breaks.length > SHOWN) console.log(`      and ${breaks.length - SHOWN} more.`);
    if (breaks.length > 0) process.exitCode = 1;
  }
  const effects = findSideEffects(root);
  for (const line of effects) console.log(`FAIL  ${line}`);
  if (effects.length > 0) process.exitCode = 1;
}
