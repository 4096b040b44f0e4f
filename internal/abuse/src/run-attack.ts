import { setTimeout as sleep } from "node:timers/promises";
import type { SeenRequest } from "@plastiq-connect/sandbox";
import type { Attack } from "./attack.ts";
import { VICTIM } from "./parties.ts";
import type { Scene } from "./scene.ts";
import { type RawOutcome, rawExchange } from "./wire/raw-exchange.ts";
import { requestText } from "./wire/request-text.ts";

/** Result of an attack. */
export interface AttackOutcome {
  readonly exchanges: readonly RawOutcome[];
  /** The requests that arrived at the sandbox. */
  readonly seen: readonly SeenRequest[];
  /** How many secrets the sandbox gave out. */
  readonly minted: number;
  /** How many requests arrived at the hostile vendor. */
  readonly arrivedAtHostile: number;
  /** The result of a legitimate request after the attack, or during it. */
  readonly other: RawOutcome;
  /** The outcomes that the target's audit hook has logged so far. */
  audited(): readonly string[];
}

/** Time limit of an exchange, in milliseconds. A longer one hangs. */
const BOUND = 10_000;

const LEGITIMATE = requestText({
  headers: { Cookie: `session=${VICTIM.session}`, "User-Agent": "Mozilla/5.0", "Sec-Fetch-Site": "cross-site" },
});

/** Sends an attack and waits for its end. Makes a legitimate request after it, or before it ends. */
export async function runAttack(attack: Attack, { target, sandbox, hostile }: Scene): Promise<AttackOutcome> {
  const { text, trickle, later, leaves, stopsAtResponse, times = 1 } = attack;
  const { control } = sandbox;
  control.clearSeen();
  if (attack.fault) control.addFault(attack.fault);
  if (attack.hostile) hostile.respondWith(attack.hostile);
  const secretsBefore = control.state().clientSecrets.length;
  const arrivedBefore = hostile.arrived();
  const logged = target.log().length;

  const mintLegitimately = (): Promise<RawOutcome> => rawExchange(target.port, { text: LEGITIMATE, bound: BOUND });
  const held = leaves?.once === "others-served";
  const vendorCalled = until(() => control.seen().length > 0);
  let isServed = false;
  const othersServed = until(() => isServed);
  const exchanging = Promise.all(
    Array.from({ length: times }, (_, copy) =>
      rawExchange(target.port, {
        text: text.replaceAll("#", String(copy)),
        trickle,
        later: later === undefined ? undefined : { text: later, once: vendorCalled },
        leaves: leaves && { how: leaves.how, once: held ? othersServed : vendorCalled },
        stopsAtResponse,
        bound: BOUND,
      }),
    ),
  );
  const early = held ? await mintLegitimately() : undefined;
  isServed = true;
  const exchanges = await exchanging;
  // A request that reached the vendor completes there, even after the client has disconnected.
  await until(() => control.seen().every(({ status, duration }) => status !== null || duration > 0));
  control.clearFaults();
  const other = early ?? (await mintLegitimately());
  const otherTraceId = other.responses[0]?.headers.get("trace-id") ?? "none";

  const own = ({ traceId }: SeenRequest): boolean => traceId !== otherTraceId;
  return {
    exchanges,
    seen: control.seen().filter(own),
    minted: control.state().clientSecrets.length - secretsBefore - 1,
    arrivedAtHostile: hostile.arrived() - arrivedBefore,
    other,
    audited: () =>
      auditLines(target.log().slice(logged))
        .filter(({ traceId }) => traceId !== otherTraceId)
        .map(({ outcome }) => outcome),
  };
}

function auditLines(log: string): readonly { traceId: string; outcome: string }[] {
  return log
    .split("\n")
    .filter((line) => /^\{"payerId".*\}$/.test(line))
    .map((line) => JSON.parse(line));
}

/** Waits until a condition is true. It gives up silently: the later checks then fail. */
async function until(condition: () => boolean): Promise<void> {
  for (const endsAt = performance.now() + BOUND; !condition() && performance.now() < endsAt; ) await sleep(5);
}
