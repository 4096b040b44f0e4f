import type { Account } from "../account/account.ts";
import { UUID } from "../account/uuid.ts";
import { documents } from "../resources/documents/document.ts";
import { payments } from "../resources/payments/payment.ts";
import type { SeenRequest } from "../seen/seen-log.ts";
import type { World } from "../world.ts";

const MOST_LEVELS = 4;

/**
 * Returns the ids of the resources that a request names, in its path, query or body, and of the one that it made. The
 * items of a list in its response do not count.
 */
export function resourceIdsOf(
  { accounts }: World,
  url: string,
  { body, response }: Pick<SeenRequest, "body" | "response">,
): readonly string[] {
  const { pathname, searchParams } = new URL(url);
  const ids = new Set<string>();
  const add = (value: unknown) => {
    if (typeof value !== "string" || !UUID.test(value)) return;
    const id = value.toLowerCase();
    for (const account of accounts.all()) for (const owner of ownersOf(account, id)) ids.add(owner);
    ids.add(id);
  };
  for (const segment of pathname.split("/")) add(segment);
  for (const value of searchParams.values()) add(value);
  for (const id of idsIn(body)) add(id);
  add((response?.body as { id?: unknown } | null | undefined)?.id);
  return [...ids];
}

/** Returns what a payment or an upload belongs to, because the requests of an intent include those of its payment. */
function ownersOf(account: Account, id: string): readonly string[] {
  const target = account.records(documents).find(id)?.targetId;
  const intentId = account.records(payments).find(target ?? id)?.intentId;
  return [intentId, target].flatMap((owner) => (owner === undefined ? [] : [owner.toLowerCase()]));
}

/** Returns the values of the fields `id` and `…Id` at a few levels. */
function idsIn(value: unknown, level = 0): readonly unknown[] {
  if (typeof value !== "object" || value === null || level > MOST_LEVELS) return [];
  return Object.entries(value).flatMap(([name, field]) =>
    name === "id" || name.endsWith("Id") ? [field] : idsIn(field, level + 1),
  );
}
