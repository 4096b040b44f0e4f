import type { InspectedRequest } from "../protocol.ts";
import { part, write } from "./element.ts";
import { statusText } from "./status.ts";

/** Often enough to follow the requests, and rare enough to listen to anything else. */
const EVERY_MS = 3_000;

/** Announces new requests to a screen reader: their number, and the status of the last one. */
export function createAnnouncer(
  latest: (id: number) => InspectedRequest | undefined,
): (arrived: readonly InspectedRequest[]) => void {
  const region = part("announcement", HTMLElement);
  let count = 0;
  let lastId = 0;
  let timer: number | undefined;
  const speak = () => {
    timer = undefined;
    const last = latest(lastId);
    if (last) {
      const what = `${statusText(last)} ${last.operation === "unknown" ? last.path : last.operation}`;
      write(region, count === 1 ? `New request: ${what}` : `${count} new requests, the last: ${what}`);
    }
    count = 0;
    lastId = 0;
  };
  return (arrived) => {
    if (arrived.length === 0) return;
    count += arrived.length;
    lastId = Math.max(lastId, ...arrived.map(({ id }) => id));
    if (timer === undefined) timer = setTimeout(speak, EVERY_MS);
  };
}
