// Checks that what changes a published package says so to its users: `node scripts/check-changeset.ts [base]`.
// Compares the working tree with where it left `base` (the branch that changesets are released from, by default), through
// git alone. See CONTRIBUTING.md, "Release".
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Manifest, publicPackages } from "./public-packages.ts";

/** What was found. */
export interface Verdict {
  readonly ok: boolean;
  readonly text: string;
}

// In a package's folder, what no user gets, or gets only as words.
const UNNOTICED =
  /\.test\.ts$|^src\/testing\/|^scripts\/|^tsconfig.*\.json$|^vitest\.[\w.]*$|\.md$|^LICENSE$|^\.turbo\//;

/** Whether every public package that differs from `base` is named by a changeset that `base` does not have. */
export function checkChangesets(root: string, base?: string): Verdict {
  const git = (...words: string[]): string | undefined => {
    try {
      return execFileSync("git", words, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
    } catch {
      return undefined;
    }
  };
  if (git("rev-parse", "--git-dir") === undefined) {
    return { ok: true, text: "Not a git repository: there is nothing to compare with, and nothing was checked." };
  }
  // A clone without the base branch, or too shallow, cannot tell. That is a failure only where somebody asked.
  const unknown = (text: string): Verdict => ({
    ok: base === undefined,
    text: base === undefined ? `${text} Nothing was checked.` : text,
  });
  const found = baseOf(git, root, base);
  if (found === undefined) return unknown(`git does not know ${base ?? "the base branch"}: fetch it.`);
  const start = git("merge-base", "HEAD", found);
  if (start === undefined) return unknown(`HEAD and ${found} have no commit in common: fetch more of the history.`);
  const lines = (text: string | undefined): string[] => (text ? text.split("\n") : []);
  const changed = [
    ...lines(git("diff", "--name-only", "--no-renames", start)),
    ...lines(git("ls-files", "--others", "--exclude-standard")),
  ];
  const before = (path: string): string | undefined => git("show", `${start}:${path}`);
  const now = (path: string): string | undefined => {
    const at = join(root, path);
    return existsSync(at) ? readFileSync(at, "utf8") : undefined;
  };
  return judge(root, changed, before, now, found);
}

type Git = (...words: string[]) => string | undefined;
type Read = (path: string) => string | undefined;

function baseOf(git: Git, root: string, base: string | undefined): string | undefined {
  const known = (ref: string): boolean => git("rev-parse", "--verify", "--quiet", `${ref}^{commit}`) !== undefined;
  if (base !== undefined) return [base, `origin/${base}`].find(known);
  const { baseBranch } = JSON.parse(readFileSync(join(root, ".changeset/config.json"), "utf8"));
  return [baseBranch, `origin/${baseBranch}`].find(known);
}

function judge(root: string, changed: readonly string[], before: Read, now: Read, base: string): Verdict {
  const files = new Map<string, string[]>();
  for (const { folder, manifest } of publicPackages(root)) {
    const old: Manifest | undefined = parse(before(`${folder}/package.json`));
    // `changeset version` moved it: this is the release itself, and took the changesets away.
    if (old && old.version !== manifest.version) continue;
    const noticed = changed
      .filter((path) => path.startsWith(`${folder}/`))
      .filter((path) => !UNNOTICED.test(path.slice(folder.length + 1)))
      .filter((path) => path !== `${folder}/package.json` || facesUsers(old) !== facesUsers(parse(now(path))));
    if (noticed.length > 0) files.set(manifest.name, noticed);
  }
  const changesets = changed
    .filter((path) => /^\.changeset\/[^/]+\.md$/.test(path) && !path.endsWith("/README.md"))
    .map(now)
    .filter((text) => text !== undefined)
    .map(namesIn);
  // An empty one says on purpose that users will notice nothing of the rest.
  const waived = changesets.some((names) => names.length === 0);
  const named = new Set(changesets.flat());
  const silent = [...files].filter(([name]) => !named.has(name) && !waived);
  if (silent.length === 0) {
    const text = files.size > 0 ? `Every public package that differs from ${base} has its changeset.` : undefined;
    return { ok: true, text: text ?? `No public package differs from ${base}.` };
  }
  const told = silent.map(([name, paths]) => {
    const more = paths.length > 3 ? ` and ${paths.length - 3} more` : "";
    return `  ${name}: ${paths.slice(0, 3).join(", ")}${more}`;
  });
  return {
    ok: false,
    text: [
      `Changed since ${base}, without a changeset that names the package:`,
      ...told,
      "Run `pnpm changeset` and say in a sentence what users will notice; `pnpm changeset --empty` if it is nothing.",
    ].join("\n"),
  };
}

/** The packages that a changeset names in its front matter. */
function namesIn(changeset: string): readonly string[] {
  const [, front = ""] = /^---\n(.*?)^---/ms.exec(changeset.replaceAll("\r\n", "\n")) ?? [];
  return [...front.matchAll(/^["']?([^"':\s]+)["']?\s*:/gm)].map(([, name = ""]) => name);
}

/** A manifest without what only we use of it. */
function facesUsers(manifest: Manifest | undefined): string {
  return JSON.stringify({ ...manifest, devDependencies: undefined, scripts: undefined });
}

function parse(text: string | undefined): Manifest | undefined {
  return text === undefined ? undefined : JSON.parse(text);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  // On a pull request, GitHub says which branch it is meant for.
  // biome-ignore lint/suspicious/noUndeclaredEnvVars: no task of turbo runs this
  const base = process.argv[2] ?? (process.env.GITHUB_BASE_REF || undefined);
  const { ok, text } = checkChangesets(fileURLToPath(new URL("..", import.meta.url)), base);
  console.log(text);
  if (!ok) process.exitCode = 1;
}
