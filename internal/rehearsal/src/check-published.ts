import { publicPackages } from "checks/public-packages";
import type { Shop } from "./shop.ts";

interface Published {
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

interface Packument {
  readonly versions: Readonly<Record<string, Published>>;
  readonly "dist-tags": { readonly latest: string };
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
