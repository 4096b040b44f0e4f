import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { publicPackages } from "checks/public-packages";
import type { Cell } from "../matrix.ts";
import { REACHED_OUT } from "../reached-out.ts";
import { ROOT } from "../rehearsal.ts";
import type { Shop } from "../shop.ts";

const NO_NETWORK = pathToFileURL(join(ROOT, "internal/rehearsal/src/no-network.ts")).href;

/** Checks of the release itself, besides the customers. */
export function checkCells(): readonly Cell[] {
  return [
    { what: "publishing refuses without a user config", run: refuses },
    { what: "what is in the registry", run: published },
  ];
}

/** A snapshot goes out beside the releases. It changes the copy's version, so that it comes after all others. */
export const SNAPSHOT_CELL: Cell = {
  what: "a snapshot release leaves the latest alone",
  async run({ copy, registry, second }) {
    const version = await copy.snapshot();
    await copy.publish("snapshot");
    for (const { manifest } of publicPackages(copy.folder)) {
      const { "dist-tags": tags } = await packument(registry, manifest.name);
      if (tags.snapshot !== version || tags.latest !== second) {
        throw new Error(`${manifest.name} has the tags ${JSON.stringify(tags)}.`);
      }
    }
    return version;
  },
};

/** Runs the publish step as anybody might, under a guard that ends it at its first attempt to reach anything. */
async function refuses({ rehearsal, copy }: Shop): Promise<string> {
  const { status, output } = await rehearsal.processes.ended(
    [process.execPath, "--import", NO_NETWORK, "internal/rehearsal/src/release-publish.ts"],
    { cwd: copy.folder, env: rehearsal.env },
  );
  if (status === REACHED_OUT) throw new Error(`It reached out:\n${output}`);
  if (status !== 1 || !output.startsWith("Nothing was published."))
    throw new Error(`It ended with ${status}:\n${output}`);
  return "exit 1; no connection, no name looked up, no program started";
}

interface Published {
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

interface Packument {
  readonly versions: Readonly<Record<string, Published>>;
  readonly "dist-tags": { readonly latest: string; readonly snapshot?: string };
}

async function packument(registry: string, name: string): Promise<Packument> {
  return (await fetch(`${registry}${encodeURIComponent(name)}`)).json() as Promise<Packument>;
}

/** Both versions of every package, bound to each other by ranges that anybody can install. */
async function published({ copy, registry, first, second }: Shop): Promise<string> {
  const packages = publicPackages(copy.folder);
  for (const { manifest } of packages) {
    const { versions, "dist-tags": tags } = await packument(registry, manifest.name);
    if (Object.keys(versions).join() !== [first, second].join() || tags.latest !== second) {
      throw new Error(`${manifest.name} is there as ${Object.keys(versions)}, the latest ${tags.latest}.`);
    }
    for (const { version, dependencies = {}, peerDependencies = {} } of Object.values(versions)) {
      const isOurs = ([name]: readonly [string, string]): boolean => name.startsWith("@plastiq-connect/");
      const ours = Object.entries(dependencies).filter(isOurs);
      const wrong = ours.find(([, range]) => range !== `^${version}`) ?? Object.entries(peerDependencies).find(isOurs);
      if (wrong) throw new Error(`${manifest.name} ${version} asks for ${wrong.join(" ")}.`);
    }
  }
  return `${packages.length} packages, ${first} and ${second}, each on its own ^version`;
}
