import type { Manifest, PublicPackage } from "../../checks/src/public-packages.ts";

/** The file that a package is packed into, such as `plastiq-connect-core-1.0.0.tgz`. */
export function tarballName({ name, version }: Pick<Manifest, "name" | "version">): string {
  return `${name.replace("@", "").replace("/", "-")}-${version}.tgz`;
}

/** Sorts packages so that each comes after the ones that it depends on: an interrupted release stays installable. */
export function inPublishOrder(packages: readonly PublicPackage[]): readonly PublicPackage[] {
  const sorted = new Set<PublicPackage>();
  const visit = (each: PublicPackage): void => {
    if (sorted.has(each)) return;
    const names = Object.keys(each.manifest.dependencies ?? {});
    for (const other of packages) if (names.includes(other.manifest.name)) visit(other);
    sorted.add(each);
  };
  for (const each of packages) visit(each);
  return [...sorted];
}
