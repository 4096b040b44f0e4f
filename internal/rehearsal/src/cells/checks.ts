import { publicPackages } from "checks/public-packages";
import { ended } from "../processes.ts";
import type { Shop } from "../shop.ts";

/** Publishes a snapshot beside the releases. */
export async function checkSnapshot({ copy, registry, second }: Shop): Promise<void> {
  const version = await copy.snapshot();
  await copy.publish("snapshot");
  for (const { manifest } of publicPackages(copy.folder)) {
    const { "dist-tags": tags } = await packument(registry, manifest.name);
    if (tags.snapshot !== version || tags.latest !== second) {
      throw new Error(`${manifest.name} has the tags ${JSON.stringify(tags)}.`);
    }
  }
}

/** Runs the publish step as anybody might. Its only way out is npm, and Node lets it start no program. */
export async function checkRefusal({ rehearsal, copy }: Shop): Promise<void> {
  const guarded = [process.execPath, "--permission", "--allow-fs-read=*", "internal/rehearsal/src/release-publish.ts"];
  const { status, output } = await ended(guarded, { cwd: copy.folder, env: rehearsal.env });
  if (status !== 1 || !output.startsWith("Nothing was published.")) {
    throw new Error(`It ended with ${status}:\n${output}`);
  }
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

/** Checks that both versions of every package are there, bound to each other by ranges that anybody can install. */
export async function checkPublished({ copy, registry, first, second }: Shop): Promise<void> {
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
}
