import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import { build, type Plugin } from "esbuild";
import { bundleLauncher } from "../../packages/conformance/src/launching/bundle-launcher.ts";
import { type Servers, startServers } from "../../packages/conformance/src/servers.ts";
import { filesOf, type Mutant, mutate, pathOf } from "./mutant.ts";
import { runWorker } from "./run-worker.ts";

/** A mutant that a case of the conformance kit must notice by itself. */
export type KitMutant = Mutant & { readonly killedByCase: string };

// Most of them wait, for an answer that never comes or until a pause is over.
const AT_ONCE = 4;

/** The mutants that have a case. */
export function kitMutants(mutants: readonly Mutant[]): readonly KitMutant[] {
  return mutants.filter((mutant): mutant is KitMutant => mutant.killedByCase !== undefined);
}

/**
 * Runs each mutant's case against core's source with the mutant in it: whether it passed or failed.
 *
 * Throws when a case does not pass without a mutant.
 */
export async function judgeByKit(mutants: readonly KitMutant[], folder: string): Promise<ReadonlyMap<Mutant, string>> {
  await bundleCases(`${folder}/launcher.mjs`);
  const names = [...new Set(mutants.map(({ killedByCase }) => killedByCase))];
  const left = mutants.entries();
  const results = new Map<Mutant, string>();
  const lane = (): Promise<void> =>
    withServers(async (servers) => {
      for (const [index, mutant] of left) {
        const { killedByCase } = mutant;
        const found = await runCases([killedByCase], servers, folder, `${index}`, mutant);
        results.set(mutant, found.get(killedByCase) ?? "did not run");
      }
    });
  const health = (): Promise<void> =>
    withServers(async (servers) => {
      const healthy = await runCases(names, servers, folder, "unmutated");
      const sick = names.filter((name) => healthy.get(name) !== "passed");
      if (sick.length > 0) throw new Error(`No case that passes has the name:\n${sick.join("\n")}`);
    });
  await Promise.all([health(), ...Array.from({ length: AT_ONCE }, lane)]);
  return results;
}

async function withServers(use: (servers: Servers) => Promise<void>): Promise<void> {
  const servers = await startServers();
  try {
    await use(servers);
  } finally {
    await servers.close();
  }
}

async function runCases(
  names: readonly string[],
  { places }: Servers,
  folder: string,
  own: string,
  mutant?: Mutant,
): Promise<ReadonlyMap<string, string>> {
  try {
    // Only core differs from one to the next: the rest is bundled once, and finds core beside itself.
    mkdirSync(`${folder}/${own}`);
    copyFileSync(`${folder}/launcher.mjs`, `${folder}/${own}/launcher.mjs`);
    await build({
      entryPoints: [pathOf("packages/core/src/index.ts")],
      outfile: `${folder}/${own}/core.mjs`,
      bundle: true,
      format: "esm",
      platform: "neutral",
      target: "es2023",
      mainFields: ["module", "main"],
      external: ["node:*"],
      plugins: mutant ? [plant(mutant)] : [],
      logLevel: "silent",
    });
    const { cases } = await runWorker(`${folder}/${own}/launcher.mjs`, { places, only: names });
    return new Map(cases.map(({ name, result }) => [name, result]));
  } catch (error) {
    // A mutant that does not even run is not noticed by a case.
    const [reason = ""] = String(error).split("\n");
    return new Map(names.map((name) => [name, reason]));
  }
}

async function bundleCases(file: string): Promise<void> {
  await bundleLauncher("core", {
    outfile: file,
    write: true,
    platform: "neutral",
    mainFields: ["module", "main"],
    packages: "bundle",
    alias: { "@plastiq-connect/core": "./core.mjs" },
    external: ["node:*", "*/core.mjs"],
  });
}

/** Plants a mutant into the source as it is bundled. */
function plant(mutant: Mutant): Plugin {
  return {
    name: mutant.name,
    setup(build) {
      build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
        if (!filesOf(mutant).includes(path)) return undefined;
        return { contents: mutate(mutant, path, readFileSync(path, "utf8")) ?? "", loader: "ts" };
      });
    },
  };
}
