import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { LOCAL_API_KEY } from "@plastiq-connect/sandbox";
import { Miniflare } from "miniflare";
import { DENO } from "runtimes/binary";

/** The apps that can stand behind the page. */
export const BACK_ENDS = ["node", "deno", "worker"] as const;
/** One of {@link BACK_ENDS}. `worker` runs in workerd, the others in processes of their own. */
export type BackEndName = (typeof BACK_ENDS)[number];

/** Settings that a back end starts with. */
export interface BackEndOptions {
  /** The page's. */
  readonly allowedOrigin: string;
  /** The local sandbox's. */
  readonly baseUrl: string;
  /** Default 0: a free one. */
  readonly port?: number;
  /** Of one payer. Default 10. */
  readonly mintsPerMinute?: number;
  /** A folder for what it must remember. It outlives the back end. */
  readonly folder: string;
  /** Told everything that it prints, as it comes. */
  onOutput(text: string): void;
}

/** A back end that listens on loopback. */
export interface BackEnd {
  readonly mintEndpoint: string;
  /** Where the invoices are. */
  readonly invoicesEndpoint: string;
  /** Where the vendor sends events to. */
  readonly webhookUrl: string;
  readonly port: number;
  /** Resolves when it has ended, whoever ended it. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
  /** Ends it at once, in the middle of what it does. */
  kill(): Promise<void>;
}

/** The last segment of the webhook's path, on this machine only. */
const WEBHOOK_SECRET = "local-webhook-secret-that-is-long-enough-for-43";

/** Starts one. Rejects with what it printed when it ends before it listens. */
export async function startBackEnd(name: BackEndName, options: BackEndOptions): Promise<BackEnd> {
  let printed = "";
  const onOutput = (text: string): void => {
    printed += text;
    options.onOutput(text);
  };
  try {
    const start = name === "worker" ? startWorker : (all: BackEndOptions) => startProcess(name, all);
    return await start({ ...options, onOutput });
  } catch (cause) {
    throw new Error(`The ${name} back end did not start.\n${printed || cause}`, { cause });
  }
}

const app = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

async function startProcess(name: "node" | "deno", options: BackEndOptions): Promise<BackEnd> {
  const { allowedOrigin, baseUrl, port = 0, mintsPerMinute = 10, folder, onOutput } = options;
  const [program, words, cwd] = await commandOf(name, folder);
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn(program, words, {
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH,
      HOME,
      NO_COLOR: "1",
      DENO_NO_UPDATE_CHECK: "1",
      PLASTIQ_API_KEY: LOCAL_API_KEY,
      PLASTIQ_BASE_URL: baseUrl,
      ALLOWED_ORIGINS: allowedOrigin,
      HOST: "127.0.0.1",
      PORT: String(port),
      // Nothing stands in front.
      TRUSTED_HOPS: "0",
      DATABASE: `${folder}/invoices.db`,
      WEBHOOK_SECRET,
      MINTS_PER_MINUTE: String(mintsPerMinute),
    },
  });
  // However this process ends, that one does not outlive it.
  const kill = (): void => void child.kill("SIGKILL");
  process.once("exit", kill);
  const ended = new Promise<void>((resolve) => {
    child.once("error", (error) => onOutput(`${error.message}\n`));
    child.once("close", () => {
      process.off("exit", kill);
      resolve();
    });
  });
  const listening = new Promise<string>((resolve) => {
    let printed = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        onOutput(text);
        printed += text;
        const [, port] = /listening (?:at|on) http:\/\/[^:/]+:(\d+)/i.exec(printed) ?? [];
        if (port) resolve(port);
      });
    }
  });
  const listensOn = await Promise.race([listening, ended]);
  if (listensOn === undefined) throw new Error("It ended before it listened.");
  return {
    ...addresses(`http://127.0.0.1:${listensOn}`),
    ended,
    async kill() {
      kill();
      await ended;
    },
    async stop() {
      child.kill("SIGTERM");
      const patience = setTimeout(kill, 3_000);
      await ended;
      clearTimeout(patience);
    },
  };
}

function addresses(origin: string): Pick<BackEnd, "mintEndpoint" | "invoicesEndpoint" | "webhookUrl" | "port"> {
  return {
    mintEndpoint: `${origin}/client-secret`,
    invoicesEndpoint: `${origin}/invoices`,
    webhookUrl: `${origin}/webhooks/${WEBHOOK_SECRET}`,
    port: Number(new URL(origin).port),
  };
}

async function commandOf(
  name: "node" | "deno",
  folder: string,
): Promise<[program: string, words: readonly string[], cwd: string]> {
  if (name === "node") return [process.execPath, ["src/main.ts"], app("node-service")];
  if (DENO.path === undefined) throw new Error(`There is no Deno ${DENO.version} for this platform.`);
  const cwd = app("deno-script");
  const { tasks } = JSON.parse(await readFile(`${cwd}/deno.json`, "utf8"));
  // Not `deno task`: it would stand between us and the process.
  const [, ...words] = tasks.serve.command.replaceAll("=data ", `=${folder} `).split(" ");
  return [DENO.path, words, cwd];
}

/** The Worker as it is built for the upload, in the runtime that Cloudflare runs it in. */
async function startWorker(options: BackEndOptions): Promise<BackEnd> {
  const { allowedOrigin, baseUrl, port = 0, mintsPerMinute = 10, folder, onOutput } = options;
  const cwd = app("cloudflare-worker");
  const [code, jsonc] = await Promise.all(
    ["dist/index.js", "wrangler.jsonc"].map((file) => readFile(`${cwd}/${file}`, "utf8")),
  );
  const config = JSON.parse((jsonc ?? "").replaceAll(/^\s*\/\/.*/gm, ""));
  const [{ name, namespace_id: namespace, simple }] = config.ratelimits;
  const miniflare = new Miniflare({
    host: "127.0.0.1",
    port,
    resourcePersistencePath: folder,
    handleStructuredLogs: ({ message }) => onOutput(`${message}\n`),
    workers: [
      {
        config: {
          name: config.name,
          compatibilityDate: config.compatibility_date,
          compatibilityFlags: config.compatibility_flags,
          env: {
            PLASTIQ_API_KEY: { type: "text", value: LOCAL_API_KEY },
            PLASTIQ_BASE_URL: { type: "text", value: baseUrl },
            ALLOWED_ORIGINS: { type: "text", value: allowedOrigin },
            WEBHOOK_SECRET: { type: "text", value: WEBHOOK_SECRET },
            INVOICES: { type: "durable-object", worker: config.name, exportName: "InvoicesObject" },
            [name]: { type: "rate-limit", namespace, simple: { ...simple, limit: mintsPerMinute } },
          },
          exports: { InvoicesObject: { type: "durable-object", storage: "sqlite" } },
          manifest: {
            mainModule: "index.js",
            modulesRoot: "/",
            modules: { "index.js": { type: "esm", contents: code ?? "" } },
          },
        },
      },
    ],
  });
  const { origin } = await miniflare.ready;
  // Should the runtime die, Miniflare starts it again: the Worker ends only when it is stopped.
  let end = (): void => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  async function stop(): Promise<void> {
    await miniflare.dispose();
    end();
  }
  // Miniflare ends the runtime at once.
  return { ...addresses(origin), ended, stop, kill: stop };
}
