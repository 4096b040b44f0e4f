import type { InspectedRequest, InspectorEvents } from "../protocol.ts";
import { createAnnouncer } from "./announcer.ts";
import { openConnection } from "./connection.ts";
import { createConnectionBanner } from "./connection-banner.ts";
import { createDeliveryList } from "./delivery-list.ts";
import { part, write } from "./element.ts";
import { createFaultPanel } from "./fault-panel.ts";
import { fits, isProblem } from "./filter.ts";
import { createFilterBar } from "./filter-bar.ts";
import { showGuides } from "./guide.ts";
import { createModel, sandboxNow } from "./model.ts";
import { showPayers } from "./payer-list.ts";
import { createPaymentList } from "./payment-list.ts";
import { showRecordLists } from "./record-lists.ts";
import { createRequestList } from "./request-list.ts";
import { createSecretList } from "./secret-list.ts";
import { createSettingsPanel } from "./settings-panel.ts";
import { createToolbar } from "./toolbar.ts";

const TICK_MS = 250;

const model = createModel();
const bar = createFilterBar(filterRequests, lookUp);
const list = createRequestList(part("request-list", HTMLOListElement), model, {
  filter: bar.set,
  open: openRequest,
});
const secrets = createSecretList(part("secrets", HTMLUListElement), model, bar.set);
const faults = createFaultPanel(model);
const payments = createPaymentList(model, { filter: bar.set, open: openRequest, lookUp });
const deliveries = createDeliveryList(model, bar.set);
const toolbar = createToolbar(model);
const settings = createSettingsPanel(model);
const banner = createConnectionBanner(() => sandboxNow(model));
const announce = createAnnouncer((id) => model.requests.get(id));

const on: { [Name in keyof InspectorEvents]: (data: InspectorEvents[Name]) => void } = {
  built(built) {
    model.built = built;
    faults.offer(built);
  },
  "seen-cleared"() {
    list.clear();
    bar.forget();
    model.newSince = undefined;
    filterRequests();
  },
  overview(overview) {
    const before = model.overview;
    model.overview = overview;
    on.clock(overview);
    model.newSince ??= overview.now;
    toolbar.update();
    settings.update();
    secrets.update();
    showPayers(part("payers", HTMLUListElement), model);
    showCounts();
    list.refresh();
    payments.update();
    if (model.built && before?.takesLocalKey !== overview.takesLocalKey) {
      showGuides(`${location.origin}/api`, model.built, overview.takesLocalKey);
    }
    showRecordLists(part("record-lists", HTMLElement), model);
    if (!before) filterRequests();
  },
  faults(left) {
    model.faults = left;
    faults.update();
    showCounts();
  },
  deliveries(sent) {
    model.deliveries = sent;
    deliveries.update();
  },
  seen(requests) {
    model.newSince ??= sandboxNow(model);
    announce(list.add(requests));
    filterRequests();
  },
  counts(counts) {
    model.counts = counts;
    filterRequests();
  },
  clock({ now }) {
    model.clockOffset = now - Date.now();
    toolbar.update();
    toolbar.tick();
  },
};

const connection = openConnection({
  onEvent: (name, data) => (on[name] as (given: typeof data) => void)(data),
  onState: banner.show,
});
part("retry", HTMLButtonElement).addEventListener("click", connection.retryNow);
setInterval(() => {
  secrets.tick();
  toolbar.tick();
  payments.tick();
  banner.tick();
}, TICK_MS);

function openRequest(id: number): void {
  bar.clear();
  list.open(id);
}

function filterRequests(): void {
  const { typed, onlyProblems } = bar.wanted();
  const shown = list.show((request) => fits(request, typed) && (!onlyProblems || isProblem(request)));
  bar.show({
    shown,
    total: Math.max(model.counts.total, model.requests.size),
    problems: Math.max(model.counts.problems, [...model.requests.values()].filter(isProblem).length),
    isKnown: model.overview !== undefined,
  });
  payments.update();
}

/** A trace id from a log, and what a payment is about, may be older than what the page was told. */
async function lookUp(id: string): Promise<void> {
  try {
    for (const field of ["traceId", "about"]) {
      const response = await fetch(`/control/seen?${new URLSearchParams({ [field]: id })}`);
      if (response.ok) list.add((await response.json()) as InspectedRequest[], true);
    }
    filterRequests();
  } catch {
    // The banner says that the sandbox is gone.
  }
}

function showCounts(): void {
  const { clientSecrets = 0, payers = 0 } = model.overview?.totals ?? {};
  const countOf = (shown: number | undefined, total: number) =>
    shown === undefined || shown === total ? String(total) : `${shown} of ${total}`;
  write(part("secret-count", HTMLElement), countOf(model.overview?.clientSecrets.length, clientSecrets));
  write(part("payer-count", HTMLElement), countOf(model.overview?.payers.length, payers));
  write(part("fault-count", HTMLElement), String(model.faults.length));
  part("no-secrets", HTMLElement).hidden = clientSecrets > 0;
  part("secrets", HTMLElement).hidden = clientSecrets === 0;
}
