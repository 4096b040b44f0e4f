import getPort from "get-port";
import { endProcess } from "runtimes/end-process";
import { type Engine, findProgram, startProgram } from "./engine.ts";

/** Returns whether Redis can be started here. */
export function hasRedis(): boolean {
  return findProgram("redis-server") !== undefined;
}

/** Starts a Redis that keeps nothing on disk. */
export async function startRedis(): Promise<Engine> {
  const port = await getPort({ host: "127.0.0.1" });
  const options = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
  const server = await startProgram("redis-server", options, /Ready to accept connections/);
  return { url: `redis://127.0.0.1:${port}`, stop: () => endProcess(server) };
}
