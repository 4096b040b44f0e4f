import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { Agent, request } from "undici";
import type { Contender } from "./contenders.ts";
import { ORIGIN } from "./endpoint-facts.ts";
import { compare } from "./throughput.ts";

/** Measurements of the mint endpoint. */
export interface EndpointFigures {
  /** Its throughput against a handler with the same conversion and the same call. */
  readonly ratio: number;
  /** Against a handler that passes the call through with bare fetch. */
  readonly ratioToPassThrough: number;
  readonly mints: number;
  readonly errors: number;
  /** By how many bytes the heap grows in the second half of the long run. */
  readonly growth: number;
}

/** Measures the mint endpoint in a server of its own, in front of the API at `baseUrl`. */
export async function endpointFigures(baseUrl: string, seconds: number): Promise<EndpointFigures> {
  const server = fork(fileURLToPath(new URL("./endpoint-server.ts", import.meta.url)), [baseUrl]);
  const [port] = await once(server, "message");
  const agent = new Agent();
  const handler = (name: string, path: string): Contender => ({
    name,
    async mint() {
      const headers = { origin: ORIGIN, "user-agent": "Mozilla/5.0 bench" };
      const url = `http://127.0.0.1:${port}${path}`;
      const { statusCode, body } = await request(url, { method: "POST", headers, dispatcher: agent });
      const minted = (await body.json()) as { clientSecret?: string };
      if (statusCode !== 200 || !minted.clientSecret) throw new Error(`${name} responded with ${statusCode}.`);
      return minted.clientSecret;
    },
  });
  const endpoint = handler("mint endpoint", "/endpoint");
  // One after the other: what fetch leaves to be cleared away would slow its neighbors.
  const [, toBare] = await compare([handler("the same call, bare", "/bare"), endpoint], 32, 100);
  const [, toPassThrough] = await compare([handler("pass-through by fetch", "/pass"), endpoint], 32);
  const load = await longRun(endpoint, server, seconds);
  await agent.close();
  server.disconnect();
  return { ratio: toBare?.ratio ?? 0, ratioToPassThrough: toPassThrough?.ratio ?? 0, ...load };
}

// 100 users who each mint as soon as they have their response.
async function longRun({ mint }: Contender, server: ChildProcess, seconds: number) {
  let mints = 0;
  let errors = 0;
  const until = async (endsAt: number): Promise<void> => {
    const user = async (): Promise<void> => {
      while (performance.now() < endsAt) {
        await mint().then(
          () => mints++,
          () => errors++,
        );
      }
    };
    await Promise.all(Array.from({ length: 100 }, user));
  };
  const half = (seconds * 1_000) / 2;
  await until(performance.now() + half);
  const before = await heapOf(server);
  await until(performance.now() + half);
  return { mints, errors, growth: (await heapOf(server)) - before };
}

async function heapOf(server: ChildProcess): Promise<number> {
  server.send("heap");
  const [heap] = await once(server, "message");
  return heap;
}
