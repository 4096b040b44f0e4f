import { type InspectedRequest, MOST_PROBLEMS, MOST_REQUESTS } from "../protocol.ts";
import { isProblem } from "./filter.ts";
import type { Model } from "./model.ts";
import { createRequestRow, type RequestRow, type RowActions } from "./request-row.ts";

/** The requests, newest first. */
export interface RequestList {
  /** Adds or updates; returns those that just arrived. The oldest make room, unless they were asked for. */
  add(requests: readonly InspectedRequest[], wereAskedFor?: boolean): readonly InspectedRequest[];
  /** Forgets all; those that come back after a new connection are as they were. */
  clear(): void;
  /** Shows those that fit and returns how many these are. */
  show(fits: (request: InspectedRequest) => boolean): number;
  /** Opens a request, brings it into view and puts the focus on it. */
  open(id: number): void;
  /** Updates every row, because a hint depends on more than its request. */
  refresh(): void;
}

/** Fills the list. It adds and removes rows together with the model's requests. */
export function createRequestList(list: HTMLOListElement, model: Model, actions: RowActions): RequestList {
  let rows = new Map<number, RequestRow>();
  const askedFor = new Set<number>();
  let parked = new Map<string, RequestRow>();
  let focused: RequestRow | undefined;
  const keyOf = ({ id, at }: InspectedRequest) => `${id} ${at}`;

  const add = (request: InspectedRequest): boolean => {
    const known = rows.get(request.id);
    model.requests.set(request.id, request);
    if (known) {
      known.update(request);
      return false;
    }
    const back = parked.get(keyOf(request));
    const row = back ?? createRequestRow(request, model, actions);
    const isNew = !back && request.at >= (model.newSince ?? Infinity);
    if (back) back.update(request);
    row.item.classList.toggle("fresh", isNew);
    rows.set(request.id, row);
    row.item.dataset.id = String(request.id);
    const after = [...list.children].find((other) => Number((other as HTMLElement).dataset.id) < request.id);
    list.insertBefore(row.item, after ?? null);
    if (row === focused) row.button.focus({ preventScroll: true });
    return isNew;
  };
  return {
    add(requests, wereAskedFor = false) {
      if (wereAskedFor) for (const { id } of requests) askedFor.add(id);
      const arrived = requests.filter(add);
      for (const id of surplus(model, askedFor)) {
        rows.get(id)?.item.remove();
        rows.delete(id);
        model.requests.delete(id);
      }
      return arrived;
    },
    clear() {
      parked = new Map();
      for (const [id, row] of rows) {
        const request = model.requests.get(id);
        if (request) parked.set(keyOf(request), row);
        if (row.button === document.activeElement) focused = row;
      }
      rows = new Map();
      askedFor.clear();
      model.requests.clear();
      list.replaceChildren();
    },
    show(fits) {
      let shown = 0;
      for (const [id, { item }] of rows) {
        const request = model.requests.get(id);
        item.hidden = !request || !fits(request);
        if (!item.hidden) shown += 1;
      }
      return shown;
    },
    open(id) {
      const row = rows.get(id);
      if (!row) return;
      row.toggle(true);
      row.item.scrollIntoView({ block: "center" });
      row.button.focus({ preventScroll: true });
    },
    refresh() {
      for (const [id, row] of rows) {
        const request = model.requests.get(id);
        if (request) row.update(request);
      }
    },
  };
}

/** Returns the oldest requests that must make room. Problems stay longer than the requests that went well. */
function surplus({ requests }: Model, askedFor: ReadonlySet<number>): readonly number[] {
  const newestFirst = [...requests.values()]
    .filter(({ id }) => !askedFor.has(id))
    .sort((one, other) => other.id - one.id);
  const old = newestFirst.slice(MOST_REQUESTS);
  const problems = old.filter(isProblem).slice(0, MOST_PROBLEMS);
  return old.filter((request) => !problems.includes(request)).map(({ id }) => id);
}
