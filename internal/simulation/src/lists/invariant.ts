import { isConnectError } from "../world/real.ts";
import { noSecretIsPrinted, violationsOf } from "../world/violations.ts";
import type { ListRun } from "./play.ts";

/** Says what is wrong with a run, or returns undefined. */
type ListInvariant = (run: ListRun) => string | undefined;

const noItemIsGivenTwice: ListInvariant = ({ given }) =>
  new Set(given).size === given.length ? undefined : `${given.length - new Set(given).size} items were given twice.`;

const itemsComeInTheVendorsOrder: ListInvariant = ({ given, known }) => {
  const positions = given.map((id) => known.indexOf(id));
  if (positions.includes(-1)) return "An item was given that never existed.";
  return positions.every((position, index) => index === 0 || position > (positions[index - 1] ?? -1))
    ? undefined
    : `They came as ${positions.join(", ")}.`;
};

const onlyRemovalsHideItems: ListInvariant = ({ schedule, given, known, first, removed, isDone }) => {
  // Before its end, a walk may have come to any point.
  const last = known.indexOf(given.at(-1) ?? "");
  const isWhole = isDone && !(schedule.walk === "array" && given.length === schedule.max);
  const expected = known.slice(0, isWhole ? Math.max(first, last + 1) : last + 1);
  const missed = expected.filter((id) => !given.includes(id) && !removed.includes(id));
  // With each removal, one item slides from a page to come to one that is past.
  return missed.length > removed.length
    ? `${missed.length} items were missed, ${removed.length} were removed.`
    : undefined;
};

const anIgnoredOffsetIsNoticed: ListInvariant = ({ schedule, isDone, given, known, removed }) => {
  if (schedule.vendor !== "ignores the offset" || !isDone) return undefined;
  const isCut = schedule.walk === "array" && given.length === schedule.max;
  const left = known.filter((id) => !removed.includes(id));
  return isCut || left.every((id) => given.includes(id)) || removed.length > 0 || schedule.changes.length > 0
    ? undefined
    : `It ended well after ${given.length} of ${left.length} items.`;
};

const anAbortEndsTheWalk: ListInvariant = ({ schedule, sender, error, settledAt }) => {
  const { abortAfter } = schedule;
  if (abortAfter === null || settledAt === undefined) return undefined;
  const late = sender.requests.filter(({ at }) => at > abortAfter);
  if (late.length > 0) return `${late.length} requests were made after it.`;
  if (settledAt <= abortAfter + schedule.pause || error === undefined) return undefined;
  return isConnectError(error) && error.code === "aborted" ? undefined : `It ended with ${error}.`;
};

const anArrayHasItsMost: ListInvariant = ({ schedule, given }) =>
  schedule.walk === "array" && given.length > schedule.max ? `It has ${given.length} items.` : undefined;

const aWalkEnds: ListInvariant = ({ settledAt, sender, schedule, known }) => {
  if (settledAt === undefined) return "It never ends.";
  // Two pages without a new item end it, and each may be repeated.
  const most = (known.length + 3) * (1 + schedule.retries);
  return sender.requests.length > most ? `It made ${sender.requests.length} requests.` : undefined;
};

const everyFailureIsAConnectError: ListInvariant = ({ error }) =>
  error === undefined || isConnectError(error) ? undefined : `It failed with ${error}.`;

const LIST_INVARIANTS: Readonly<Record<string, ListInvariant>> = {
  noItemIsGivenTwice,
  itemsComeInTheVendorsOrder,
  onlyRemovalsHideItems,
  anIgnoredOffsetIsNoticed,
  anAbortEndsTheWalk,
  anArrayHasItsMost,
  aWalkEnds,
  everyFailureIsAConnectError,
  noSecretIsPrinted,
};

/** Returns one line for each promise that a run breaks. */
export function listViolations(run: ListRun): string[] {
  return violationsOf(LIST_INVARIANTS, run);
}
