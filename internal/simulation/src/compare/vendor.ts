import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { send } from "../sockets/send.ts";
import { type Fate, WORKS } from "../world/fate.ts";
import { factsOf } from "../world/fault.ts";
import { type KnownRequest, type Message, pageOf } from "../world/message.ts";
import { EFFECT_THEN_ERROR, REDIRECTS } from "../world/wire.ts";
import { DIALECTS, type Subject } from "./dialect.ts";

/** A vendor that makes payments, remembers idempotency keys for ever, and is behind a faulty network. */
export interface Vendor {
  readonly port: number;
  /** Every payment that was made. */
  readonly payments: readonly { readonly order: string; readonly key: string }[];
  /** How many requests met a fault. */
  faults(): number;
  /** Resolves when nothing that was received is still to be carried out. Then it is closed. */
  close(): Promise<void>;
}

const JSON_TYPE = { "content-type": "application/json" };
// Longer than an attempt of any client.
const LATE = 3_000;

/** Starts the vendor. `fates` are those of the requests of an order, one after the other; further ones work. */
export async function startVendor(subject: Subject, fates: ReadonlyMap<string, readonly Fate[]>): Promise<Vendor> {
  const { read, payment, error } = DIALECTS[subject];
  const payments: { order: string; key: string }[] = [];
  const kept = new Map<string, string>();
  const requests = new Map<string, number>();
  const inProgress = new Set<Promise<void>>();
  let faults = 0;

  const carryOut = ({ order, key }: { order: string; key: string }): Message => {
    const known = kept.get(key);
    const id = known ?? randomUUID();
    if (known === undefined) {
      payments.push({ order, key });
      kept.set(key, id);
    }
    const replayed = known === undefined ? {} : { "idempotent-replay": "true", "idempotent-replayed": "true" };
    return { status: 200, headers: { ...JSON_TYPE, ...replayed }, text: JSON.stringify(payment(id)) };
  };

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = "";
    for await (const chunk of request.setEncoding("utf8")) body += chunk;
    const asked = read(request.headers, body);
    const number = requests.get(asked.order) ?? 0;
    requests.set(asked.order, number + 1);
    const fate = fates.get(asked.order)?.[number] ?? WORKS;
    const facts = factsOf(fate.fault);
    if (fate.fault !== "none") faults++;
    const traceId = randomUUID();
    const known: KnownRequest = { cvv: "000", token: "", traceId, body: "" };
    await sleep(fate.outward + (facts.effect === "late" ? LATE : 0));
    const message = facts.effect === "none" ? undefined : carryOut(asked);
    if (facts.copies === 2) carryOut(asked);
    await sleep(fate.homeward);
    switch (facts.end) {
      case "silence":
        return;
      case "no connection":
      case "no connection, unmarked":
      case "a broken connection":
        response.destroy();
        return;
      case "a page":
        return send(response, pageOf(fate, fate.status, known), fate, "never");
      case "a redirect": {
        const headers = { location: "http://127.0.0.1:9/" };
        return send(response, { status: REDIRECTS[fate.cut % 5] ?? 302, headers, text: "" }, fate, "never");
      }
      case "a refusal by the vendor": {
        // It knows the key: what it has done, it does not refuse.
        if (!message && kept.has(asked.key)) return send(response, carryOut(asked), fate, "never");
        const status = message ? (EFFECT_THEN_ERROR[fate.cut % 4] ?? 500) : fate.status;
        const text = JSON.stringify(error(status, traceId));
        return send(response, { status, headers: JSON_TYPE, text }, fate, "never");
      }
      default:
        return send(response, message ?? carryOut(asked), fate, "never");
    }
  }

  const server = createServer((request, response) => {
    const work = respond(request, response).catch(() => void response.destroy());
    inProgress.add(work);
    work.then(() => inProgress.delete(work));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    payments,
    faults: () => faults,
    async close() {
      while (inProgress.size > 0) await Promise.all(inProgress);
      server.closeAllConnections();
      server.close();
    },
  };
}
