// Writes the lines of the changelogs: what a user reads, without hashes of commits.

/** The fields of a changeset that are read. */
interface Changeset {
  readonly id: string;
  readonly summary: string;
  readonly releases: readonly { readonly name: string }[];
}

/** The fields of a released dependency that are read. */
interface Dependency {
  readonly name: string;
  readonly newVersion: string;
}

// Changesets asks for all lines of one package at a stretch, the dependencies' last, and never says which package it is.
// Remembering what the package's own lines have told keeps a change to it and to core from being told twice.
const told = new Set<string>();

/** A change to the package itself, in the words of its changeset. */
export async function getReleaseLine({ id, summary }: Changeset): Promise<string> {
  told.add(id);
  return item(summary);
}

/**
 * Describes the changes that a package gets through the packages it depends on, each by its first paragraph. Users install
 * an adapter and seldom hear of core: "updated dependencies" would tell them nothing. The rest is in the changelog of core.
 */
export async function getDependencyReleaseLine(
  changesets: readonly Changeset[],
  dependencies: readonly Dependency[],
): Promise<string> {
  const untold = changesets.filter(({ id }) => !told.has(id));
  told.clear();
  if (dependencies.length === 0) return "";
  const names = new Set(dependencies.map(({ name }) => name));
  const lines = untold.map(({ summary, releases }) => {
    const through = releases.filter(({ name }) => names.has(name)).map(({ name }) => `\`${name}\``);
    const [first = ""] = summary.trim().split(/\n\s*\n/);
    return item(`Through ${through.join(" and ")}: ${first}`);
  });
  const versions = dependencies.map(({ name, newVersion }) => `\`${name}\` ${newVersion}`);
  return [...lines, item(`Goes with ${versions.join(", ")}.`)].join("\n");
}

function item(text: string): string {
  return `- ${text.trim().replaceAll(/\n(?=.)/g, "\n  ")}`;
}

/** Both, under the names by which Changesets calls them. */
export default { getReleaseLine, getDependencyReleaseLine };
