import { execFileSync } from "node:child_process";
import { chownSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import getPort from "get-port";
import { endProcess } from "runtimes/end-process";
import { type Engine, findProgram, startProgram } from "./engine.ts";

// Debian keeps the server's programs off the PATH, in one folder for each version.
const DEBIAN = "/usr/lib/postgresql";

/** Returns whether PostgreSQL can be started here. */
export function hasPostgres(): boolean {
  return program("postgres") !== undefined;
}

/** Starts a PostgreSQL with an empty database of its own. */
export async function startPostgres(): Promise<Engine> {
  const data = mkdtempSync(join(tmpdir(), "postgres-"));
  const user = unprivileged();
  if (user) chownSync(data, user.uid, user.gid);
  execFileSync(program("initdb") ?? "initdb", ["-D", data, "-U", "tester", "-A", "trust", "--no-sync"], user);
  const port = await getPort({ host: "127.0.0.1" });
  const options = ["-D", data, "-p", String(port), "-h", "127.0.0.1", "-k", data, "-F"];
  const server = await startProgram(program("postgres") ?? "postgres", options, /ready to accept connections/, user);
  return {
    url: `postgres://tester@127.0.0.1:${port}/postgres`,
    async stop() {
      await endProcess(server, "SIGQUIT");
      rmSync(data, { recursive: true, force: true });
    },
  };
}

function program(name: string): string | undefined {
  return findProgram(name, debianFolders());
}

function debianFolders(): string[] {
  try {
    return readdirSync(DEBIAN).map((version) => join(DEBIAN, version, "bin"));
  } catch {
    return [];
  }
}

// PostgreSQL refuses to run as root: its package brings a user for it.
function unprivileged(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string): number => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}
