import { createWorld } from "../create-world.ts";
import { documents } from "../resources/documents/document.ts";
import { createSandboxIn, type Sandbox } from "../sandbox.ts";
import type { World } from "../world.ts";
import { bearerTokenOf, ownerOf } from "./authenticate.ts";
import { createEventStreams, type EventStreams } from "./event-streams.ts";

const MOST_WORLDS = 1_000;
const KEY_PREFIX = "local-world-key-";

/** A sandbox of its own within a server: its own records, log, faults, clock and settings. */
export interface ServedWorld {
  readonly id: string;
  /** The only API key of the world. Requests with it, and with client secrets minted with it, belong to the world. */
  readonly apiKey: string;
  readonly sandbox: Sandbox;
  readonly events: EventStreams;
  readonly world: World;
}

/** The worlds of a server besides its own. */
export interface Worlds {
  /** Throws an Error when there are too many. */
  create(): ServedWorld;
  find(id: string): ServedWorld | undefined;
  /** The server's own world, and the others. */
  all(): readonly World[];
  /** The world that a request of the API belongs to; undefined: the server's own. */
  of(request: Request): ServedWorld | undefined;
  /** Returns whether the world existed. */
  remove(id: string): boolean;
}

/**
 * Creates an empty list of worlds. They read the same clock as the server's own world: `now` returns epoch ms. `own`
 * returns that world.
 */
export function createWorlds(now: (() => number) | undefined, own: () => World): Worlds {
  const worlds = new Map<string, ServedWorld>();
  const all = () => [own(), ...[...worlds.values()].map(({ world }) => world)];
  return {
    create() {
      if (worlds.size >= MOST_WORLDS) throw new Error(`There are ${MOST_WORLDS} worlds already. Delete some of them.`);
      const id = crypto.randomUUID();
      const apiKey = KEY_PREFIX + id;
      const world = createWorld({ apiKeys: [{ label: "local", key: apiKey }], ...(now && { now }) }, all);
      const created = { id, apiKey, world, sandbox: createSandboxIn(world), events: createEventStreams(world) };
      worlds.set(id, created);
      return created;
    },
    all,
    find: (id) => worlds.get(id),
    of(request) {
      if (worlds.size === 0) return undefined;
      const token = bearerTokenOf(request.headers);
      // A world cannot take the keys of the server's own one away.
      if (token !== undefined && own().accounts.ofKey(token)) return undefined;
      const named = token?.startsWith(KEY_PREFIX) && worlds.get(token.slice(KEY_PREFIX.length));
      if (token !== undefined && named && ownerOf(token, named.world)) return named;
      const slot = /^\/uploads\/([^/]+)$/.exec(new URL(request.url).pathname)?.[1];
      for (const candidate of worlds.values()) {
        if (token !== undefined && ownerOf(token, candidate.world)) return candidate;
        if (slot !== undefined && hasSlot(candidate.world, slot)) return candidate;
      }
      return undefined;
    },
    remove(id) {
      // Nothing of it may go on: no payment that takes time, no webhook delivery that is still to be repeated.
      worlds.get(id)?.world.stop();
      return worlds.delete(id);
    },
  };
}

function hasSlot({ accounts }: World, slot: string): boolean {
  return accounts.all().some((account) => account.records(documents).find(slot) !== undefined);
}
