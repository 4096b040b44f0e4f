import {
  type Built,
  type InspectorEvents,
  MOST_PROBLEMS,
  MOST_REQUESTS,
  type Overview,
} from "sandbox-inspector/protocol";
import { stateOf } from "../control/sandbox-control.ts";
import type { QueuedFault } from "../faults/fault-queue.ts";
import { faultKinds } from "../faults/fault-schema.ts";
import type { ResourceView } from "../operation/resource.ts";
import { requests, resources } from "../registry.ts";
import { payerName } from "../resources/payers/payer.ts";
import type { SandboxChange } from "../seen/changes.ts";
import { isSensitive, REDACTED } from "../seen/redact.ts";
import type { SeenRequest } from "../seen/seen-log.ts";
import { LOCAL_API_KEY, LOCAL_PAYER_ID } from "../settings.ts";
import type { World } from "../world.ts";
import { inspectedPayments } from "./inspected-payments.ts";

const MOST_STATE_ITEMS = 100;
const MOST_DELIVERIES = 50;
const MOST_SEEN_BYTES = 256 * 1024;

/**
 * Changes that one client has not received yet.
 *
 * It keeps only what changed, not the data: however long a client does not read, it keeps a few flags and the ids of
 * the last requests. The client gets the state at the time of reading.
 */
export interface PendingEvents {
  note(change: SandboxChange): void;
  isEmpty(): boolean;
  /** The next events as text, perhaps not all; a heartbeat when nothing is pending. */
  take(): string;
}

/** The pending events of a world to a client that knows nothing yet. */
export function createPendingEvents(world: World): PendingEvents {
  let isFirst = true;
  let cleared = true;
  let state = true;
  let faults = true;
  let deliveries = true;
  const ids = new Set<number>();
  const oldest = () => world.seen.lastId() - MOST_REQUESTS + 1;
  const oldProblems = () =>
    new Set(
      world.seen
        .problemIds()
        .filter((id) => id < oldest())
        .slice(-MOST_PROBLEMS),
    );
  for (const id of oldProblems()) ids.add(id);
  for (let id = Math.max(1, oldest()); id <= world.seen.lastId(); id += 1) ids.add(id);

  return {
    note(change) {
      if (change.kind === "state") state = true;
      else if (change.kind === "faults") faults = true;
      else if (change.kind === "deliveries") deliveries = true;
      else if (change.kind === "seen-cleared") {
        cleared = true;
        ids.clear();
      } else {
        ids.add(change.id);
        if (ids.size > MOST_REQUESTS + MOST_PROBLEMS) forgetOld();
      }
    },
    isEmpty: () => !(cleared || state || faults || deliveries || ids.size > 0),
    take() {
      let text = "";
      if (isFirst) text += event("built", built);
      if (cleared) text += event("seen-cleared", null);
      if (state) text += event("overview", overviewOf(world));
      if (faults) text += event("faults", world.faults.all().map(shownFault));
      if (deliveries) text += event("deliveries", deliveriesOf(world));
      const requests = takeRequests();
      if (requests.length > 0) text += event("seen", requests);
      if (requests.length > 0 || cleared) text += event("counts", world.seen.counts());
      isFirst = cleared = state = faults = deliveries = false;
      return text || event("clock", { now: world.clock.now() });
    },
  };

  function forgetOld(): void {
    const problems = oldProblems();
    for (const id of ids) if (id < oldest() && !problems.has(id)) ids.delete(id);
  }

  function takeRequests(): SeenRequest[] {
    forgetOld();
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

/** Facts that do not change while a sandbox runs. */
const built: Built = {
  operations: requests,
  faultKinds,
  localApiKey: LOCAL_API_KEY,
  localPayerId: LOCAL_PAYER_ID,
};

function overviewOf(world: World): Overview {
  const { main } = world.accounts;
  const { errorShape, allowedIps, ...settings } = world.settings;
  const state = stateOf(world, main, MOST_STATE_ITEMS);
  return {
    payers: state.payers.map((payer) => ({ ...payer, name: payerName(payer) })),
    clientSecrets: state.clientSecrets,
    paymentMethods: state.paymentMethods,
    payments: inspectedPayments(main, world.clock.now(), MOST_STATE_ITEMS),
    lists: listsOf(world),
    totals: {
      payers: resources.payers.count(main),
      clientSecrets: resources.clientSecrets.count(main),
      payments: resources.paymentIntents.count(main),
    },
    apiKeys: main.apiKeys.all(),
    takesLocalKey: main.apiKeys.labelOf(LOCAL_API_KEY) !== undefined,
    errorShape,
    settings: { ...settings, idSeed: world.random.seed() },
    allowedIps,
    now: world.clock.now(),
  };
}

/** A condition can hold the number of a card. */
function shownFault(fault: QueuedFault): QueuedFault {
  if (!fault.where) return fault;
  const entries = Object.entries(fault.where).map(([field, value]) => [field, isSensitive(field) ? REDACTED : value]);
  return { ...fault, where: Object.fromEntries(entries) };
}

function deliveriesOf({ webhooks }: World): InspectorEvents["deliveries"] {
  return { total: webhooks.count(), items: webhooks.all(MOST_DELIVERIES) };
}

/** The lists of the resources that have no panel of their own. */
function listsOf({ accounts: { main }, clock }: World): Overview["lists"] {
  return Object.values(resources as Record<string, ResourceView<unknown>>).flatMap((view) => {
    const { title, describe } = view;
    if (!describe) return [];
    const items = view.list(main, clock.now(), MOST_STATE_ITEMS).map((shown) => describe(shown));
    return [{ title, total: view.count(main), items }];
  });
}
