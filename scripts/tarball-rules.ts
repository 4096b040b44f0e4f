import { SourceMap, type SourceMapPayload } from "node:module";
import { posix } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { Manifest } from "./public-packages.ts";

/** Everything that a tarball may hold. */
const WELCOME = /^(?:package\.json|README\.md|LICENSE|CHANGELOG\.md|dist\/[\w-]+\.(?:js|js\.map|d\.ts))$/;
const NEEDED = ["package.json", "README.md", "LICENSE"];

type Files = ReadonlyMap<string, string>;

/** What a tarball holds too much or too little. `beside` are the names of the files in the package's folder. */
export function findStrangers(files: Files, beside: readonly string[]): readonly string[] {
  const needed = [...NEEDED, ...beside.filter((name) => name === "CHANGELOG.md")];
  return [
    ...[...files.keys()]
      .filter((path) => !WELCOME.test(path))
      .map((path) => `${path} does not belong into the tarball.`),
    ...needed.filter((path) => !files.has(path)).map((path) => `${path} is not in the tarball.`),
  ];
}

/** Whose files name a folder of the machine that built them. */
export function findPlaces(files: Files, places: readonly string[]): readonly string[] {
  return [...files].flatMap(([path, text]) =>
    places.filter((place) => text.includes(place)).map((place) => `${path} names ${place}.`),
  );
}

/**
 * Where a debugger would not get from the code to its source: a map that is not there, a source that is neither in the
 * map nor in the tarball, a function or class that the map finds elsewhere.
 */
export function findMapBreaks(files: Files): readonly string[] {
  return [...files].flatMap(([path, code]) => {
    if (!path.endsWith(".js")) return [];
    const [, name] = /^\/\/# sourceMappingURL=(.*)$/m.exec(code) ?? [];
    if (name === undefined) return [`${path} names no source map.`];
    const text = files.get(posix.join(posix.dirname(path), name));
    if (text === undefined) return [`${path}: its source map ${name} is not in the tarball.`];
    return mapBreaks(path, code, JSON.parse(text), files);
  });
}

function mapBreaks(path: string, code: string, map: SourceMapPayload, files: Files): readonly string[] {
  const at = posix.join(posix.dirname(path), map.sourceRoot ?? "");
  const sources = map.sources.map((source, index): [string, string | undefined] => [
    source,
    map.sourcesContent?.[index] ?? files.get(posix.join(at, source)),
  ]);
  const lost = sources.filter(([, text]) => text === undefined);
  if (lost.length > 0) return lost.map(([source]) => `${path}: its source ${source} is nowhere.`);
  const lines = new Map(sources.map(([source, text = ""]) => [source, text.split("\n")]));
  const read = new SourceMap(map);
  return code.split("\n").flatMap((line, row) => {
    const [, start = "", name] = /^((?:export )?(?:async )?(?:function\*? |class ))(\w+)/.exec(line) ?? [];
    if (name === undefined) return [];
    const found = read.findEntry(row, start.length);
    const there = "originalSource" in found ? lines.get(found.originalSource)?.[found.originalLine] : undefined;
    // Where two have one name, the build counts them.
    if (there?.includes(name.replace(/\d+$/, ""))) return [];
    return [`${path}:${row + 1}: its source map does not find ${name}.`];
  });
}

/**
 * Whether the manifest tells bundlers the truth: only commands do something when they are loaded, and all else may be left
 * out. That it does nothing is seen by loading it: see `side-effects.ts`.
 */
export function findSideEffectClaim({ sideEffects, bin = {} }: Manifest): readonly string[] {
  const commands = Object.values(bin);
  const right = commands.length > 0 ? commands : false;
  if (isDeepStrictEqual(sideEffects, right)) return [];
  return [`"sideEffects" is ${JSON.stringify(sideEffects)}, and must be ${JSON.stringify(right)}.`];
}
