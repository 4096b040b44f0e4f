import { fileURLToPath } from "node:url";
import { BUN, DENO } from "runtimes/binary";
import { launchMiniflare } from "./launch/launch-miniflare.ts";
import { launchProcess } from "./launch/launch-process.ts";
import { launchWorkerd } from "./launch/launch-workerd.ts";
import type { Launched } from "./launch/launched.ts";
import { SETTINGS, type Settings } from "./targets/settings.ts";

/** A server to attack: an adapter's endpoints in their real runtime. */
export interface Target {
  launch(settings: Settings): Promise<Launched>;
  /** The client's address as the runtime reports it; `none` where it does not. */
  readonly peer: string;
  /** Its attacks, where its rate limiter is in another process. Default: all. */
  readonly suffers?: "floods" | "all-but-floods";
  /** The rate limiter counts in minutes of the clock, so a flood across the end of one would count as two. */
  readonly limitsByTheClock?: true;
}

const LOOPBACK = "127.0.0.1";

/** Every target, by the name that expectations use. */
export const TARGETS = {
  "node:http": { launch: launchNode(new URL("./targets/node-http.ts", import.meta.url)), peer: LOOPBACK },
  Express: { launch: launchNode(new URL("./targets/express.ts", import.meta.url)), peer: LOOPBACK },
  "Express behind express.json()": {
    launch: launchNode(new URL("./targets/express-json.ts", import.meta.url)),
    peer: LOOPBACK,
  },
  Fastify: { launch: launchNode(new URL("./targets/fastify.ts", import.meta.url)), peer: LOOPBACK },
  Hono: { launch: launchNode(new URL("./targets/hono.ts", import.meta.url)), peer: LOOPBACK },
  Bun: { launch: launchBun, peer: LOOPBACK },
  Deno: { launch: launchDeno, peer: LOOPBACK },
  // Only Cloudflare itself reports the client's address.
  workerd: { launch: launchWorkerd, peer: "none", suffers: "all-but-floods" },
  "workerd with a rate limiting binding": {
    launch: launchMiniflare,
    peer: LOOPBACK,
    suffers: "floods",
    limitsByTheClock: true,
  },
} as const satisfies Readonly<Record<string, Target>>;

/** The name of a target. */
export type TargetName = keyof typeof TARGETS;

function launchNode(program: URL): Target["launch"] {
  return (settings) =>
    launchProcess([process.execPath, fileURLToPath(program)], {
      NODE_ENV: "production",
      [SETTINGS]: JSON.stringify(settings),
    });
}

function launchBun(settings: Settings): Promise<Launched> {
  if (BUN.path === undefined) throw new Error("There is no Bun for this platform.");
  const program = new URL("./targets/bun.ts", import.meta.url);
  return launchProcess([BUN.path, fileURLToPath(program)], { [SETTINGS]: JSON.stringify(settings) });
}

function launchDeno(settings: Settings): Promise<Launched> {
  const program = new URL("./targets/deno.ts", import.meta.url);
  const { baseUrl, hostileUrl, refusedUrl } = settings;
  const hosts = [baseUrl, hostileUrl, refusedUrl].map((url) => new URL(url).host);
  const rights = [`--allow-net=${[...hosts, `${LOOPBACK}:0`]}`, `--allow-env=${SETTINGS}`];
  const flags = ["--no-prompt", "--no-remote", "--no-check", "--no-config", "--node-modules-dir=manual"];
  if (DENO.path === undefined) throw new Error("There is no Deno for this platform.");
  return launchProcess([DENO.path, "run", ...flags, ...rights, fileURLToPath(program)], {
    [SETTINGS]: JSON.stringify(settings),
    DENO_NO_UPDATE_CHECK: "1",
  });
}
