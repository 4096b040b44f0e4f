import type { SandboxChange } from "../changes.ts";
import type { World } from "../operation.ts";
import { LOCAL_API_KEY } from "../options.ts";
import { stateOf } from "../sandbox-control.ts";
import type { SeenRequest } from "../seen.ts";
import { type InspectorEvents, MOST_REQUESTS, type Overview } from "./events.ts";

const MOST_STATE_ITEMS = 100;
const MOST_SEEN_BYTES = 256 * 1024;

/**
 * What one client was not told yet.
 *
 * It keeps the fact that something changed, never the thing: however long a client does not read, all there is to keep
 * is three flags and the ids of the last requests. What it is told is the state at that moment.
 */
export interface News {
  note(change: SandboxChange): void;
  isEmpty(): boolean;
  /** The next events as text, perhaps not all; a sign of life when there is no news. */
  take(): string;
}

/** News of a world to a client that knows nothing yet. */
export function createNews(world: World): News {
  let cleared = true;
  let state = true;
  let faults = true;
  const ids = new Set<number>();
  const oldest = () => world.seen.lastId() - MOST_REQUESTS + 1;
  for (let id = Math.max(1, oldest()); id <= world.seen.lastId(); id += 1) ids.add(id);

  return {
    note(change) {
      if (change.kind === "state") state = true;
      else if (change.kind === "faults") faults = true;
      else if (change.kind === "seen-cleared") {
        cleared = true;
        ids.clear();
      } else {
        ids.add(change.id);
        if (ids.size > MOST_REQUESTS) for (const id of ids) if (id < oldest()) ids.delete(id);
      }
    },
    isEmpty: () => !(cleared || state || faults || ids.size > 0),
    take() {
      let text = "";
      if (cleared) text += event("seen-cleared", null);
      if (state) text += event("overview", overviewOf(world));
      if (faults) text += event("faults", world.faults.all());
      cleared = state = faults = false;
      const requests = takeRequests();
      if (requests.length > 0) text += event("seen", requests);
      return text || event("clock", { now: world.clock.now() });
    },
  };

  function takeRequests(): SeenRequest[] {
    const requests: SeenRequest[] = [];
    let length = 0;
    for (const id of ids) {
      ids.delete(id);
      const request = world.seen.find(id);
      if (!request) continue;
      requests.push(request);
      length += JSON.stringify(request).length;
      if (length > MOST_SEEN_BYTES) break;
    }
    return requests;
  }
}

function event<Name extends keyof InspectorEvents>(name: Name, data: InspectorEvents[Name]): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

function overviewOf(world: World): Overview {
  return {
    ...stateOf(world, MOST_STATE_ITEMS),
    totals: {
      payers: world.payers.all().length,
      clientSecrets: world.clientSecrets.all().length,
      paymentMethods: world.paymentMethods.all().length,
    },
    apiKeys: world.apiKeys.all(),
    takesLocalKey: world.apiKeys.labelOf(LOCAL_API_KEY) !== undefined,
    errorShape: world.errorShape,
    allowedIps: world.allowedIps,
    now: world.clock.now(),
  };
}
