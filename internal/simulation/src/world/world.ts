import { inspect } from "node:util";
import { createRandom, type Random } from "./random.ts";
import { createSandbox, type Sandbox } from "./real.ts";
import { installVirtualGlobals, START, type VirtualGlobals } from "./virtual-globals.ts";

/** The choices that every run makes for its world. */
export interface Setting {
  /** Feeds ids, secrets, card numbers and jitter. */
  readonly seed: number;
  /** The vendor's clock minus ours. */
  readonly serverAhead: number;
  readonly errorShape: "reference" | "guide";
}

/** A world in which nothing is real but the code that is tried. */
export interface World {
  readonly random: Random;
  readonly clock: VirtualGlobals["clock"];
  /** The local sandbox, which stands for the vendor. */
  readonly sandbox: Sandbox;
  readonly baseUrl: string;
  /** The API keys of the run, the newest last. */
  readonly keys: string[];
  /** Everything that was printed: errors, hooks' events, console lines. */
  readonly printed: string[];
  readonly trace: string[];
  /** Milliseconds since the run began, which no setting of the local clock changes. */
  now(): number;
  /** The vendor's clock, in epoch milliseconds. */
  serverNow(): number;
  /** Acts after this many milliseconds. */
  later(ms: number, act: () => void): void;
  /** Resolves after this many milliseconds. */
  sleep(ms: number): Promise<void>;
  /** Timers of `later` that have not fired. */
  waiting(): number;
  log(line: string): void;
  print(...values: unknown[]): void;
  /** Moves the clock from timer to timer until none is left. `look` is called whenever nothing happens at a moment. */
  run(look?: () => void): Promise<void>;
}

const { setImmediate: realImmediate } = globalThis;
// Among the characters that are written in several ways: in URLs, in JSON.
const FIRST_KEY = "local+key/of=the-simulation";
const SECOND_KEY = "local+second/key=of-the-simulation";
const BASE_URL = "https://vendor.example/api";
// Far beyond every deadline and pause of a schedule.
const LONGEST_RUN = 14 * 24 * 3_600_000;
const TURNS = 2;

// One for all runs of a process, reset for each: to build its routes takes as long as a run.
let shared: Sandbox | undefined;
let vendor: { now(): number; random(): number } = { now: () => START, random: () => 0 };

function freshSandbox(next: typeof vendor): Sandbox {
  vendor = next;
  shared ??= createSandbox({
    now: () => vendor.now(),
    random: () => vendor.random(),
    apiKeys: [{ label: "first", key: FIRST_KEY }],
  });
  shared.control.reset();
  return shared;
}

/** Runs `act` in a new world, and puts the real globals back. */
export async function inWorld<Result>(setting: Setting, act: (world: World) => Promise<Result>): Promise<Result> {
  const random = createRandom(setting.seed);
  const printed: string[] = [];
  const print = (...values: unknown[]): void => void printed.push(values.map(show).join(" "));
  const globals = installVirtualGlobals(random, print);
  try {
    return await act(createWorld(setting, { random, printed, print, clock: globals.clock }));
  } finally {
    globals.restore();
  }
}

function createWorld(
  { serverAhead, errorShape }: Setting,
  parts: Pick<World, "random" | "printed" | "print" | "clock">,
): World {
  const { random, clock } = parts;
  const begin = performance.now();
  const now = (): number => performance.now() - begin;
  const serverNow = (): number => START + serverAhead + now();
  const trace: string[] = [];
  // Our own timers, to be told apart from core's.
  let ours = 0;
  const later = (ms: number, act: () => void): void => {
    ours++;
    setTimeout(() => {
      ours--;
      act();
    }, ms);
  };
  const sandbox = freshSandbox({ now: serverNow, random: random.next });
  sandbox.control.setErrorShape(errorShape);
  return {
    ...parts,
    sandbox,
    baseUrl: BASE_URL,
    keys: [FIRST_KEY],
    trace,
    now,
    serverNow,
    later,
    sleep: (ms) => new Promise((resolve) => later(ms, resolve)),
    waiting: () => ours,
    log: (line) => void trace.push(`${now().toFixed(3)} ${line}`),
    async run(look) {
      for (;;) {
        await drain();
        look?.();
        if (clock.countTimers() === 0 || now() > LONGEST_RUN) return;
        clock.next();
      }
    },
  };
}

/** Lets everything happen that takes no time. */
async function drain(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) await new Promise((resolve) => realImmediate(resolve));
}

/** Renews the API key. The old one goes on working, unless it is revoked. */
export function rotateKey({ keys, sandbox }: World, { revoke }: { readonly revoke: boolean }): void {
  // One rotation is enough for a run: at most two keys are active.
  if (keys.length > 1) return;
  keys.push(SECOND_KEY);
  sandbox.control.rotateKey("first", "second", SECOND_KEY);
  if (revoke) sandbox.control.revokeKey("first");
}

/** Returns a value as somebody would log it. */
export function show(value: unknown): string {
  return typeof value === "string" ? value : inspect(value, { depth: 9, breakLength: Infinity });
}
