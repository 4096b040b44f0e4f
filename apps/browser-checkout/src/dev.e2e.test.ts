import { type ChildProcess, type ChildProcessWithoutNullStreams, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { remoteControl } from "@plastiq-connect/sandbox/control";
import { expect, it, onTestFinished, vi } from "vitest";

// It starts processes, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const DEV = fileURLToPath(new URL("../local/dev.ts", import.meta.url));

interface Dev {
  readonly process: ChildProcess;
  /** Exit code and signal, when it has ended. */
  readonly ended: Promise<unknown[]>;
  said(): string;
}

function start(...words: string[]): Dev {
  const child = spawn(process.execPath, [DEV, ...words], { env: { ...process.env, NO_COLOR: "1" } });
  onTestFinished(() => void child.kill());
  return watch(child);
}

function watch(child: ChildProcessWithoutNullStreams): Dev {
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
  }
  return { process: child, ended: once(child, "close"), said: () => said };
}

type Running = Dev & Readonly<Record<"page" | "mintEndpoint" | "sandbox", string>>;

function running(...words: string[]): Promise<Running> {
  return ready(start(...words));
}

async function ready(dev: Dev): Promise<Running> {
  await vi.waitFor(() => expect(dev.said()).toContain("Ctrl-C"), 30_000);
  const after = (label: string): string => new RegExp(`${label} .*?(http://\\S+)`).exec(dev.said())?.[1] ?? "";
  return { ...dev, page: after("Open"), mintEndpoint: after("Back end"), sandbox: after("Sandbox") };
}

async function expectToWork({ page, mintEndpoint, sandbox, said }: Running, name: string): Promise<void> {
  const served = await fetch(page);
  expect(served.headers.get("content-security-policy")).toContain(
    `'self' ${mintEndpoint} ${new URL("/invoices/", mintEndpoint)} ${sandbox}/api/`,
  );
  const [cookie = ""] = (served.headers.get("set-cookie") ?? "").split(";");
  // The page runs the packages as they are published.
  expect(await (await fetch(`${page}/src/store-card.ts`)).text()).toContain("packages/browser/dist/index.js");

  const response = await fetch(mintEndpoint, { method: "POST", headers: { origin: page, cookie } });
  expect(response.status).toBe(200);
  expect((await remoteControl(sandbox).state()).clientSecrets).toHaveLength(1);
  await vi.waitFor(() => expect(said()).toMatch(new RegExp(`^${name}  .*minted`, "m")), 20_000);
}

async function expectNothingLeft({ page, mintEndpoint, sandbox }: Running): Promise<void> {
  for (const address of [page, mintEndpoint, sandbox]) await expect(fetch(address)).rejects.toThrow();
}

it.each(["deno", "worker"])(
  "starts the page, the %s back end and the sandbox, and ends them together",
  async (name) => {
    const dev = await running("--backend", name);
    await expectToWork(dev, name);
    dev.process.kill("SIGINT");
    await dev.ended;
    await expectNothingLeft(dev);
  },
);

it.skipIf(process.platform === "win32")(
  "uses the Node back end by default, and ends with its output when it dies",
  async () => {
    const dev = await running();
    await expectToWork(dev, "node");
    const { stdout } = await promisify(execFile)("ps", ["-A", "-o", "pid=,ppid="]);
    const [, child] = new RegExp(`^\\s*(\\d+)\\s+${dev.process.pid}$`, "m").exec(stdout) ?? [];
    process.kill(Number(child), "SIGTERM");
    expect(await dev.ended).toEqual([1, null]);
    expect(dev.said()).toMatch(/SIGTERM: finishing what is in progress.*The node back end has ended/s);
    await expectNothingLeft(dev);
  },
);

/** Runs `npm run dev` as a developer does: npm, npx, pnpm, turbo and the shells in between are part of it. */
async function npmRunDev(): Promise<Running> {
  const env = { ...process.env, NO_COLOR: "1", BOOTSTRAP_COMMAND: undefined };
  const child = spawn("npm", ["run", "dev"], { cwd: ROOT, env, detached: true });
  return ready(watch(child));
}

interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
}

/** Every process that runs. One that has ended and waits for its parent to collect it (a zombie) runs no more. */
async function runningProcesses(): Promise<readonly ProcessRow[]> {
  const { stdout } = await promisify(execFile)("ps", ["-A", "-o", "pid=,ppid=,stat="]);
  const rows = stdout
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/));
  return rows
    .filter(([, , state = ""]) => !state.startsWith("Z"))
    .map(([pid, parent]) => ({ pid: Number(pid), parent: Number(parent) }));
}

/** The ids of a process and of everything that it started. */
async function descendants(top = 0): Promise<readonly number[]> {
  const processes = await runningProcesses();
  const below = (pid: number): number[] => [
    pid,
    ...processes.flatMap((child) => (child.parent === pid ? below(child.pid) : [])),
  ];
  return below(top);
}

/** Those of the processes that still run. */
async function stillRunning(pids: readonly number[]): Promise<readonly number[]> {
  const running = new Set((await runningProcesses()).map(({ pid }) => pid));
  return pids.filter((pid) => running.has(pid));
}

it.skipIf(process.platform === "win32").each(["SIGTERM", "SIGINT"] as const)(
  "leaves no process within two seconds after %s to npm run dev",
  async (signal) => {
    const dev = await npmRunDev();
    const before = await descendants(dev.process.pid);
    expect(before.length).toBeGreaterThan(2);
    onTestFinished(async () => {
      for (const left of await stillRunning(before)) process.kill(left, "SIGKILL");
    });
    // A terminal sends Ctrl-C to the whole group. A supervisor asks npm alone.
    const pid = dev.process.pid ?? 0;
    process.kill(signal === "SIGINT" ? -pid : pid, signal);
    await vi.waitFor(async () => expect(await stillRunning(before)).toEqual([]), { timeout: 2_000, interval: 50 });
    await expectNothingLeft(dev);
  },
);

it("refuses another back end, and lists those that exist", async () => {
  const dev = start("--backend", "bun");
  expect(await dev.ended).toEqual([2, null]);
  expect(dev.said()).toContain('There is no back end "bun".\nUse: npm run dev -- --backend node|deno|worker');
});
