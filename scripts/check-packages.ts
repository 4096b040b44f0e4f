// Checks that the public packages can only be released together: one version, and one way to depend on each other.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { publicPackages } from "./public-packages.ts";
import { syncVersions } from "./sync-versions.ts";

const SCOPE = "@plastiq-connect/";

/** What in the manifests would let the packages drift apart; empty when nothing does. */
export function findRuleBreaks(root: string): readonly string[] {
  const packages = publicPackages(root);
  const names = new Set(packages.map(({ manifest }) => manifest.name));
  const [first] = packages;
  const { fixed } = JSON.parse(readFileSync(join(root, ".changeset/config.json"), "utf8"));
  const breaks: string[] = [];
  if (JSON.stringify(fixed) !== JSON.stringify([["plastiq-connect", `${SCOPE}*`]])) {
    breaks.push(`.changeset/config.json: "fixed" must be one group of ${SCOPE}*, or versions part.`);
  }
  for (const { folder, manifest } of packages) {
    const at = `${folder}/package.json:`;
    const { name, version, publishConfig = {} } = manifest;
    if (name !== "plastiq-connect" && !name.startsWith(SCOPE))
      breaks.push(`${at} a public package is named ${SCOPE}…, so that the group holds it.`);
    if (version !== first?.manifest.version) {
      breaks.push(`${at} version ${version}, where ${first?.manifest.name} has ${first?.manifest.version}.`);
    }
    if (Object.keys(publishConfig).some((key) => key.includes("registry"))) {
      breaks.push(`${at} publishConfig names a registry, which would win over a rehearsal's.`);
    }
    for (const key of ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"] as const) {
      for (const [dependency, range] of Object.entries(manifest[key] ?? {})) {
        const ours = dependency.startsWith(SCOPE) || range.startsWith("workspace:");
        if (!ours) continue;
        if (key === "peerDependencies" || key === "optionalDependencies") {
          breaks.push(`${at} ${dependency} is ours and belongs into "dependencies", not into "${key}".`);
        } else if (range !== "workspace:^") {
          breaks.push(`${at} ${dependency} is ours: its range is "workspace:^", not "${range}".`);
        } else if (key === "dependencies" && !names.has(dependency)) {
          breaks.push(`${at} ${dependency} is private: nobody could install it.`);
        }
      }
    }
  }
  return breaks;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const root = fileURLToPath(new URL("..", import.meta.url));
  const breaks = findRuleBreaks(root);
  for (const line of breaks) console.log(line);
  const inLine = await syncVersions(new URL("../packages/", import.meta.url), { check: true });
  if (!inLine) console.log("Run `node scripts/sync-versions.ts`.");
  if (breaks.length > 0 || !inLine) process.exitCode = 1;
}
