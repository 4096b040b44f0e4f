import type { Client } from "@plastiq-connect/core";
import { createPairs, PAIRS } from "./pairs.ts";

/** A creator of a client for a base URL. `fetch` is a canned one, for our own overhead. */
export type ClientOf = (baseUrl: string, fetch?: typeof globalThis.fetch) => Client;

/**
 * Responds to the driver: `/?pair=mint&side=ours&concurrency=32&ms=150` runs one round and responds with the result. With
 * `plain`, its client takes the place of the bare fetch.
 */
export function roundHandler(origin: string, clientOf: ClientOf, plain?: ClientOf): (url: string) => Promise<string> {
  const pairs = createPairs(origin, (baseUrl) => clientOf(baseUrl));
  const others = plain && createPairs(origin, (baseUrl) => plain(baseUrl));
  const { clientSecrets } = clientOf(`${origin}/api`, cannedFetch);
  const payer = { id: "6c1c7a2e-3d3c-4c0a-9a53-0f7f6e1d9b11" };
  return async (url) => {
    const query = new URL(url, "http://localhost").searchParams;
    const name = PAIRS.find((pair) => pair === query.get("pair"));
    const work = name ? workOf(name, query.get("side")) : () => clientSecrets.create({ payer }, { endUser: "none" });
    return JSON.stringify(await round(work, Number(query.get("concurrency")), Number(query.get("ms"))));
  };

  function workOf(name: (typeof PAIRS)[number], side: string | null): () => Promise<unknown> {
    if (side === "ours") return pairs[name].ours;
    return others ? others[name].ours : pairs[name].bare;
  }
}

async function round(work: () => Promise<unknown>, concurrency: number, ms: number) {
  const startedAt = performance.now();
  const endsAt = startedAt + ms;
  let count = 0;
  const worker = async (): Promise<void> => {
    while (performance.now() < endsAt) {
      await work();
      count++;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return { count, elapsed: performance.now() - startedAt };
}

const BODY = '{"clientSecret":"bench-secret-not-a-secret-0123456789"}';
const HEADERS = { "content-type": "application/json", "content-length": String(BODY.length) };

// A real response would measure the runtime.
const canned = {
  status: 200,
  headers: {
    get: (name: string) => (HEADERS as Record<string, string>)[name] ?? null,
    forEach(visit: (value: string, name: string) => void) {
      for (const [name, value] of Object.entries(HEADERS)) visit(value, name);
    },
  },
  text: async () => BODY,
};
const cannedFetch = (async () => canned) as unknown as typeof fetch;
