import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { endProcess } from "runtimes/end-process";

/** Settings of an instance. */
export interface InstanceSettings {
  readonly engine: "redis" | "postgres";
  /** The engine's URL. */
  readonly url: string;
  readonly secret: string;
  /** Names the instance in the log. A restarted one has another name. */
  readonly run: string;
  /** The file that all instances append to. */
  readonly log: string;
  /** How long the handler of an event takes, in milliseconds. */
  readonly handlingTime?: number;
  /** After this many events, the handler of the next one never ends. */
  readonly hangsAfter?: number;
}

/** A line of the log. */
export interface Handling {
  readonly id: string;
  readonly run: string;
  readonly step: "started" | "ended";
}

/** A message from an instance. */
export type InstanceMessage =
  | { readonly port: number }
  | { readonly isHanging: true }
  /** In milliseconds, since its start. */
  | { readonly cpuTime: number };

/** A running instance. */
export interface Instance {
  /** The URL to deliver to. */
  readonly url: string;
  /** Resolves once the handler of an event hangs. */
  readonly hanging: Promise<unknown>;
  /** Returns the processor time since its start, in milliseconds. */
  cpuTime(): Promise<number>;
  /** Kills it with SIGKILL, in the middle of whatever it does. */
  kill(): Promise<void>;
}

/** Starts an instance in a process of its own, and resolves once it listens. */
export async function startInstance(settings: InstanceSettings): Promise<Instance> {
  const child = fork(fileURLToPath(new URL("./instance.ts", import.meta.url)), {
    execArgv: [],
    env: { ...process.env, INSTANCE_SETTINGS: JSON.stringify(settings) },
  });
  const hanging = messageWith(child, "isHanging");
  hanging.catch(() => {});
  const { port } = await messageWith(child, "port");
  return {
    url: `http://127.0.0.1:${port}/webhooks/${settings.secret}`,
    hanging,
    async cpuTime() {
      const response = messageWith(child, "cpuTime");
      child.send("cpuTime");
      return (await response).cpuTime;
    },
    kill: () => endProcess(child),
  };
}

/** Returns what the instances have logged. */
export function readLog(file: string): readonly Handling[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

type MessageWith<Key extends string> = Extract<InstanceMessage, Readonly<Record<Key, unknown>>>;

async function messageWith<Key extends "port" | "isHanging" | "cpuTime">(
  child: ChildProcess,
  key: Key,
): Promise<MessageWith<Key>> {
  const ended = new AbortController();
  const exit = once(child, "exit", { signal: ended.signal });
  const failure = exit.then(([code]) => {
    throw new Error(`The instance ended with ${code}.`);
  });
  failure.catch(() => {});
  return await new Promise<MessageWith<Key>>((resolve, reject) => {
    failure.catch((error) => reject(error));
    child.on("message", function take(message: InstanceMessage) {
      if (!(key in message)) return;
      child.off("message", take);
      ended.abort();
      resolve(message as MessageWith<Key>);
    });
  });
}
