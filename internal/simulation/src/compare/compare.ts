import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { anyFate, type Fate, moment } from "../world/fate.ts";
import { CONTESTANTS, type Contestant, versionOf } from "./clients.ts";
import { DIALECTS, type Subject } from "./dialect.ts";
import { startVendor } from "./vendor.ts";

/** Result of one client under faults. All counts are per 1,000 faults. */
export interface Comparison {
  readonly subject: Subject;
  readonly version: string;
  readonly settings: string;
  readonly faults: number;
  /** Orders that were paid more than once. */
  readonly duplicates: number;
  /** Errors that say by their documentation that nothing was processed, while the payment exists. */
  readonly falseRefusals: number;
  /** Orders about which nothing was known in the end. */
  readonly open: number;
}

const MOST_CALLS = 4;
const AT_ONCE = 100;
// Pages that only one vendor's clients can mistake for its errors would not be fair.
const FAIR_PAGES = ["text", "html", "empty", "other JSON", "broken JSON"] as const;

const anyFault: fc.Arbitrary<Fate> = fc
  .tuple(
    anyFate.filter(({ fault }) => fault !== "none"),
    fc.constantFrom(...FAIR_PAGES),
    moment(20),
  )
  .map(([fate, page, delay]) => ({ ...fate, page, echo: "none", outward: delay, homeward: delay }));

/** Lets every client pay the same orders through the same faults, one client after the other. */
export async function compare({ runs, seed }: { runs: number; seed: number }): Promise<Comparison[]> {
  const fates = fc.sample(fc.array(anyFault, { minLength: 1, maxLength: 3 }), { seed, numRuns: runs });
  const orders = new Map(fates.map((those) => [randomUUID() as string, those]));
  const results: Comparison[] = [];
  for (const subject of Object.keys(DIALECTS) as Subject[]) results.push(await compareOne(subject, orders));
  return results;
}

async function compareOne(subject: Subject, orders: ReadonlyMap<string, readonly Fate[]>): Promise<Comparison> {
  const vendor = await startVendor(subject, orders);
  const contestant = CONTESTANTS[subject](vendor.port);
  const refusedKeys: string[] = [];
  let open = 0;
  const left = [...orders.keys()];
  const work = async (): Promise<void> => {
    for (let order = left.pop(); order !== undefined; order = left.pop()) {
      if (!(await payOrder(contestant, order, refusedKeys))) open++;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  await vendor.close();
  const { payments } = vendor;
  const counts = new Map<string, number>();
  for (const { order } of payments) counts.set(order, (counts.get(order) ?? 0) + 1);
  const perThousand = (count: number): number => Math.round((count * 10_000) / vendor.faults()) / 10;
  const paidKeys = new Set(payments.map(({ key }) => key));
  return {
    subject,
    version: versionOf(subject),
    settings: contestant.settings,
    faults: vendor.faults(),
    duplicates: perThousand([...counts.values()].filter((count) => count > 1).length),
    falseRefusals: perThousand(refusedKeys.filter((key) => paidKeys.has(key)).length),
    open: perThousand(open),
  };
}

/**
 * Pays an order as the documentation of all three advises: after an error that leaves it open again with the same key,
 * after a refusal with a new key. Returns whether it was told that it has paid.
 */
async function payOrder({ pay }: Contestant, order: string, refusedKeys: string[]): Promise<boolean> {
  let key: string = randomUUID();
  let isOpen = false;
  for (let call = 0; call < MOST_CALLS; call++) {
    const known = await pay(order, key);
    if (known === "paid") return true;
    // A refusal says nothing of an earlier call with the same key.
    if (known === "unknown") isOpen = true;
    if (isOpen) continue;
    refusedKeys.push(key);
    key = randomUUID();
  }
  return false;
}
