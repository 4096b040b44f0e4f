import { ConnectError } from "../error.ts";
import type { JournalRecord } from "./journal-store.ts";
import type { CheckedOrder } from "./order.ts";

/**
 * Checks that an order matches its record. Before the first request, everything may change; afterwards only the payment
 * method, with a new attempt.
 *
 * @throws ConnectError `conflict`, outcome `not-sent`.
 */
export function checkEntry({ attempt, hash }: CheckedOrder, record: JournalRecord | undefined): void {
  if (record && record.phase !== "quoted" && record.hash !== hash) {
    throw refused("The journal has another payment under this id. Use a different id for each order.", "id");
  }
  if (record?.phase === "paid" || attempt === record?.attempt) return;
  const last = record?.attempt ?? 0;
  if (attempt < last) throw refused(`Attempt ${last} has begun. Call again with that number.`, "attempt");
  if (attempt > last + 1 || (record && record.phase !== "declined")) {
    throw refused("A new attempt can begin only after the previous one was declined.", "attempt");
  }
}

function refused(message: string, field: string): ConnectError {
  return new ConnectError({ code: "conflict", outcome: "not-sent", next: "look-up", fields: [field], message });
}
