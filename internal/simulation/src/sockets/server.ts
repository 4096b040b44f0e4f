import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { factsOf } from "../world/fault.ts";
import { echoOf, headerText, type KnownRequest, type Message, pageOf, vendorError } from "../world/message.ts";
import { createRandom } from "../world/random.ts";
import type { Sandbox } from "../world/real.ts";
import type { Sender } from "../world/sender.ts";
import { EFFECT_THEN_ERROR, REDIRECTS } from "../world/wire.ts";
import type { SocketSchedule } from "./schedule.ts";
import { send } from "./send.ts";

/** The parts of a server. */
export interface SocketServerParts {
  readonly schedule: SocketSchedule;
  readonly sandbox: Sandbox;
  /** Returns the sender of a request, by its trace id. */
  senderOf(traceId: string): Sender | undefined;
}

/** A vendor behind real sockets, which does to each request what its schedule says. */
export interface SocketServer {
  serve(socket: Socket): void;
  /** Resolves when nothing that was received is still to be carried out. */
  idle(): Promise<void>;
}

/** Creates the server. */
export function createSocketServer(parts: SocketServerParts): SocketServer {
  const inProgress = new Set<Promise<void>>();
  const server = createServer((request, response) => {
    const work = respond(parts, request, response).catch(() => void response.destroy());
    inProgress.add(work);
    work.then(() => inProgress.delete(work));
  });
  return {
    serve: (socket) => void server.emit("connection", socket),
    async idle() {
      while (inProgress.size > 0) await Promise.all(inProgress);
    },
  };
}

async function respond(parts: SocketServerParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { schedule, senderOf } = parts;
  const traceId = String(request.headers["trace-id"]);
  const sender = senderOf(traceId);
  const record = sender?.requests.at(-1);
  if (!sender || !record) throw new Error(`No request has the trace id ${traceId}.`);
  const { fate } = record;
  const facts = factsOf(fate.fault);
  const attempt = sender.requests.length;
  // Its head has been seen, whatever becomes of it.
  const arrival = {
    attempt,
    at: 0,
    route: `${request.method} ${request.url}`,
    status: 0,
    body: undefined,
    effect: false,
  };
  if (facts.end.startsWith("no connection")) return void response.destroy();
  const body = await read(request);
  const known: KnownRequest = {
    cvv: sender.cvv,
    token: (request.headers.authorization ?? "").replace("Bearer ", ""),
    traceId,
    body,
  };
  await sleep(fate.outward + (facts.effect === "late" ? schedule.timeout * (1 + fate.cut / 5) : 0));
  let message: Message | undefined;
  if (facts.effect !== "none") message = await deliver(parts, { sender, attempt, request, body });
  else sender.deliveries.push(arrival);
  if (facts.copies === 2 && !sender.spends) {
    const second = await deliver(parts, { sender, attempt, request, body });
    if (fate.cut > 4) message = second;
  }
  await sleep(fate.homeward);
  const errorOf = (): Message => {
    const exists = sender.goneIsDone && fate.status === 404;
    const status = facts.effect === "happens" ? (EFFECT_THEN_ERROR[fate.cut % 4] ?? 500) : exists ? 400 : fate.status;
    return vendorError(fate, status, known, { shape: schedule.errorShape, random: createRandom(fate.cut) });
  };
  switch (facts.end) {
    case "silence":
      return;
    case "a broken connection":
      response.destroy();
      return;
    case "a page":
      return send(response, pageOf(fate, fate.status, known), fate, schedule.closing);
    case "a redirect": {
      const location = `http://127.0.0.1:9/?${headerText(echoOf(fate, known))}`;
      const status = REDIRECTS[fate.cut % 6] ?? 302;
      return send(response, { status, headers: { location }, text: "" }, fate, schedule.closing);
    }
    case "a refusal by the vendor":
      return send(response, errorOf(), fate, schedule.closing);
    default:
      return send(response, message ?? errorOf(), fate, schedule.closing);
  }
}

interface Received {
  readonly sender: Sender;
  readonly attempt: number;
  readonly request: IncomingMessage;
  readonly body: string;
}

/** Lets the vendor carry a request out. */
async function deliver(parts: SocketServerParts, { sender, attempt, request, body }: Received): Promise<Message> {
  const { method = "GET", url = "" } = request;
  const headers = Object.entries(request.headers).filter(
    ([name]) => !["host", "connection", "content-length"].includes(name),
  );
  const reply = await parts.sandbox.fetch(
    new Request(`http://vendor.invalid${url}`, {
      method,
      headers: headers.map(([name, value]) => [name, String(value)]),
      body: method === "GET" || body === "" ? null : body,
    }),
  );
  const { status } = reply;
  const text = await reply.text();
  const parsed = text === "" ? undefined : JSON.parse(text);
  sender.deliveries.push({ attempt, at: 0, route: `${method} ${url}`, status, body: parsed, effect: reply.ok });
  return { status, headers: Object.fromEntries(reply.headers), text };
}

async function read(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) text += chunk;
  return text;
}
