import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { publicPackages } from "checks/public-packages";
import { run } from "./processes.ts";
import { type Rehearsal, ROOT } from "./rehearsal.ts";

/** A copy of the repository that may be versioned, built and published from. */
export interface WorkspaceCopy {
  readonly folder: string;
  /** Takes the pending changesets, or one that this makes up, through `changeset version`; resolves with the version. */
  version(): Promise<string>;
  /** Builds and packs, then publishes the tarballs to the registry of the user config. */
  publish(): Promise<void>;
}

/** Copies the files that git would take, and installs what they need from what is on this machine. */
export async function copyWorkspace({ folder, env, userConfig }: Rehearsal): Promise<WorkspaceCopy> {
  const copy = join(folder, "workspace");
  const git = (...words: string[]): Promise<string> => run(["git", ...words], { cwd: copy, env });
  const pnpm = (...words: string[]): Promise<string> => run(["pnpm", ...words], { cwd: copy, env });
  mkdirSync(copy);
  // Changesets asks git where a changeset came from. A downloaded archive has no git of its own.
  await git("init", "--quiet", "--initial-branch=main");
  const source = ["-C", ROOT, `--git-dir=${join(copy, ".git")}`, `--work-tree=${ROOT}`];
  const listed = await git(...source, "ls-files", "--others", "--exclude-standard", "-z");
  for (const path of listed.split("\0").filter(Boolean)) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    cpSync(join(ROOT, path), join(copy, path));
  }
  await pnpm("install", "--frozen-lockfile", "--trust-lockfile", "--prefer-offline", "--reporter=append-only");
  const commit = async (): Promise<void> => {
    await git("add", "--all");
    const author = ["-c", "user.name=rehearsal", "-c", "user.email=rehearsal@localhost", "-c", "commit.gpgsign=false"];
    await git(...author, "commit", "--quiet", "--no-verify", "--message=rehearsal");
  };
  await commit();
  let round = 0;
  const version = async (): Promise<string> => {
    round++;
    const [first] = publicPackages(copy);
    // The first round takes what is pending, too; a further one is a patch, which `npm update` goes up to.
    const text = `---\n"${first?.manifest.name}": patch\n---\n\nRehearsed release ${round}.\n`;
    writeFileSync(join(copy, ".changeset", `rehearsal-${round}.md`), text);
    await pnpm("exec", "changeset", "version");
    await run([process.execPath, "internal/checks/src/sync-versions.ts"], { cwd: copy, env });
    await commit();
    return JSON.parse(readFileSync(join(copy, first?.folder ?? "", "package.json"), "utf8")).version;
  };
  return {
    folder: copy,
    version,
    async publish() {
      const tarballs = join(folder, `tarballs-${round}`);
      const script = (name: string): readonly string[] => ["pnpm", "exec", "node", `internal/rehearsal/src/${name}.ts`];
      await run([...script("release-pack"), tarballs], { cwd: copy, env });
      const own = { ...env, NPM_CONFIG_USERCONFIG: userConfig };
      await run([...script("release-publish"), tarballs], { cwd: copy, env: own });
    },
  };
}
