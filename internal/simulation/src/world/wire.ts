import { isReadable, responseOf } from "./body.ts";
import { type Fate, WORKS } from "./fate.ts";
import { type FaultFacts, factsOf } from "./fault.ts";
import { echoOf, headerText, type KnownRequest, type Message, pageOf, vendorError, waitOf } from "./message.ts";
import type { Fetch, FetchInit, FetchResponse } from "./real.ts";
import type { RequestRecord, Sender } from "./sender.ts";
import type { World } from "./world.ts";

/** The parts of the network. */
export interface WireParts extends Pick<World, "sandbox" | "random" | "now" | "serverNow" | "later" | "log"> {
  readonly errorShape: "reference" | "guide";
  /** True if the runtime's fetch ignores its signal. */
  readonly deaf: boolean;
  /** When the client gives an attempt up. What comes late comes after that. */
  readonly timeout: number;
  /** Returns the sender of a request. */
  senderOf(init: FetchInit): Sender;
}

const MOST_REQUESTS = 500;
/** The vendor's response when it failed after the effect. */
export const EFFECT_THEN_ERROR = [500, 502, 504, 408];
/** Statuses of a redirect, and what looks like one. */
export const REDIRECTS = [301, 302, 303, 307, 308, 304, 0];

/** Creates the network: a `fetch` that does to each request what its schedule says. */
export function createWire(parts: WireParts): Fetch {
  return function fetch(url, init) {
    const sender = parts.senderOf(init);
    // Whoever asks for ever ends here: the run shows that it hangs.
    if (sender.requests.length >= MOST_REQUESTS) return new Promise(() => {});
    const traceId = init.headers["trace-id"] ?? "";
    const fate = sender.fates[sender.requests.length] ?? WORKS;
    const request: RequestRecord = {
      at: parts.now(),
      fate,
      end: "in progress",
      endedAt: 0,
      status: 0,
      traceId: undefined,
      wait: undefined,
      readable: false,
    };
    sender.requests.push(request);
    const token = (init.headers.authorization ?? "").replace("Bearer ", "");
    const known: KnownRequest = { cvv: sender.cvv, token, traceId, body: init.body ?? "" };
    return carry(parts, { sender, request, attempt: sender.requests.length, known, url, init });
  };
}

interface Exchange {
  readonly sender: Sender;
  readonly request: RequestRecord;
  readonly attempt: number;
  readonly known: KnownRequest;
  readonly url: string;
  readonly init: FetchInit;
}

function carry(parts: WireParts, exchange: Exchange): Promise<FetchResponse> {
  const { deaf, later } = parts;
  const { sender, request, attempt, known, init } = exchange;
  const { fate } = request;
  const facts = factsOf(fate.fault);
  const name = `${sender.name} #${attempt}`;
  parts.log(`${name} request ${init.method} (${fate.fault})`);
  return new Promise((resolve, reject) => {
    // Some runtimes say how far a request has got. One that does must obey its signal, too.
    const tells = facts.end !== "no connection, unmarked" && fate.cut < 8 && !deaf;
    const ended = (end: RequestRecord["end"]): boolean => {
      if (request.end !== "in progress") return false;
      request.end = end;
      request.endedAt = parts.now();
      init.signal.removeEventListener("abort", onAbort);
      parts.log(`${name} ${end}`);
      return true;
    };
    const lose = (error: Error): void => {
      if (ended("lost")) reject(error);
    };
    const onAbort = (): void => {
      if (ended("aborted")) reject(init.signal.reason);
    };
    if (!deaf) {
      init.signal.addEventListener("abort", onAbort);
      if (init.signal.aborted) return onAbort();
    }
    const receive = (message: Message): void => {
      later(fate.homeward, () => {
        // To a runtime that does not give up, a response also comes when nobody waits for it any more.
        if (!ended(init.signal.aborted ? "aborted" : "responded")) return;
        if (request.end === "responded") noteResponse(parts, exchange, message, facts);
        resolve(responseOf(message, fate, facts, { signal: init.signal, deaf, later }));
      });
    };
    if (tells) init.onStage?.("connecting");
    later(fate.connect, () => {
      if (request.end !== "in progress") return;
      if (facts.end.startsWith("no connection")) return lose(connectionError(fate, known));
      if (tells) init.onStage?.("sending");
      travel(parts, exchange, facts, receive, lose);
    });
  });
}

/** From the standing connection on. What was written is on its way, whether or not the client still waits. */
function travel(
  parts: WireParts,
  exchange: Exchange,
  facts: FaultFacts,
  receive: (message: Message) => void,
  lose: (error: Error) => void,
): void {
  const { timeout, later } = parts;
  const { sender, request } = exchange;
  const { fate } = request;
  const late = facts.effect === "late" ? timeout * (1 + fate.cut / 5) : 0;
  sender.onLeft?.();
  later(fate.outward + late, async () => {
    let arrived = facts.effect === "none" ? undefined : deliver(parts, exchange);
    // Core knows no runtime: only the adapter of one that sends twice can doubt the refusal of a spent secret.
    if (facts.copies === 2 && !sender.spends) {
      // The second copy may arrive while the vendor still works on the first.
      if (fate.cut % 2 === 0) await arrived;
      const second = deliver(parts, exchange);
      // The client gets one of the two responses.
      if (fate.cut > 4) arrived = second;
    }
    const message = await arrived;
    switch (facts.end) {
      case "silence":
        return;
      case "a broken connection":
        return later(fate.homeward, () => lose(brokenConnection(fate, exchange.known)));
      case "a page":
        return receive(withWait(parts, exchange, pageOf(fate, fate.status, exchange.known)));
      case "a redirect": {
        const status = REDIRECTS[fate.cut % REDIRECTS.length] ?? 302;
        const location = `https://elsewhere.example/?${headerText(echoOf(fate, exchange.known))}`;
        return receive({ status, headers: { location }, text: "" });
      }
      case "a refusal by the vendor":
        return receive(withWait(parts, exchange, refuse(parts, exchange, facts)));
      default:
        if (message) receive(withEcho(exchange, message));
    }
  });
}

/** Lets the vendor carry a request out. */
async function deliver(parts: WireParts, { sender, attempt, url, init }: Exchange): Promise<Message> {
  const response = await parts.sandbox.fetch(
    new Request(url, { method: init.method, headers: { ...init.headers }, body: init.body ?? null }),
  );
  const { status } = response;
  const text = await response.text();
  const effect = status >= 200 && status < 300;
  const body = text === "" ? undefined : JSON.parse(text);
  sender.deliveries.push({ attempt, at: parts.now(), route: routeOf(url, init), status, body, effect });
  parts.log(`${sender.name} #${attempt} ${routeOf(url, init)} reached the vendor: ${status}`);
  // As every HTTP server does.
  response.headers.set("date", new Date(parts.serverNow()).toUTCString());
  return { status, headers: Object.fromEntries(response.headers), text };
}

function routeOf(url: string, { method }: FetchInit): string {
  return `${method} ${new URL(url).pathname.replace("/api", "")}`;
}

function refuse(parts: WireParts, exchange: Exchange, facts: FaultFacts): Message {
  const { sender, request, attempt, known, url, init } = exchange;
  const { fate } = request;
  const { errorShape: shape, random } = parts;
  const happened = facts.effect === "happens";
  // The vendor does not say that something is not there which is.
  const exists = sender.goneIsDone && fate.status === 404;
  const route = routeOf(url, init);
  // A bank may decline now, and accept the same request later.
  const declines = !happened && fate.cut > 4 && route.startsWith("POST /payment");
  const status = happened ? (EFFECT_THEN_ERROR[fate.cut % 4] ?? 500) : exists || declines ? 400 : fate.status;
  const code = declines ? "PAYMENT_METHOD_DECLINED" : undefined;
  const { traceId, ...message } = vendorError(fate, status, known, { shape, random, code });
  request.traceId = traceId;
  if (!happened) sender.deliveries.push({ attempt, at: parts.now(), route, status, body: undefined, effect: false });
  return message;
}

function noteResponse(parts: WireParts, { request, known }: Exchange, message: Message, facts: FaultFacts): void {
  const { status, headers } = message;
  request.status = status;
  request.readable = isReadable(request.fate, facts, status);
  if (status >= 200 && status < 300) request.traceId = headers["trace-id"];
  if ("retry-after" in headers) request.wait = waitOf(request.fate, known, parts.serverNow()).ms;
}

function withWait(parts: WireParts, { request, known }: Exchange, message: Message): Message {
  const { headers } = waitOf(request.fate, known, parts.serverNow());
  return { ...message, headers: { ...message.headers, ...headers } };
}

/** Something on the way repeats the secrets in a header, also one that the vendor has just made. */
function withEcho({ request, known }: Exchange, message: Message): Message {
  const { fate } = request;
  if (fate.echo === "none") return message;
  // A client that cannot read the secret cannot know it elsewhere.
  const isRead = isReadable(fate, factsOf(fate.fault), message.status);
  const minted = isRead ? /"clientSecret":"([^"]+)"/.exec(message.text)?.[1] : undefined;
  const echo = echoOf(fate, known) + (minted === undefined ? "" : `; secret ${minted}`);
  return { ...message, headers: { ...message.headers, etag: headerText(echo) } };
}

function connectionError(fate: Fate, known: KnownRequest): Error {
  const cause = Object.assign(new Error(`connect ECONNREFUSED ${echoOf(fate, known)}`), { code: "ECONNREFUSED" });
  return new TypeError("fetch failed", { cause });
}

function brokenConnection(fate: Fate, known: KnownRequest): Error {
  const cause = Object.assign(new Error(`read ECONNRESET ${echoOf(fate, known)}`), { code: "ECONNRESET" });
  return new TypeError(`fetch failed ${echoOf(fate, known)}`, { cause });
}
