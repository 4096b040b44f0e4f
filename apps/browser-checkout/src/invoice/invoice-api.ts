import type { InvoiceView, SavedCard } from "invoices";

/** Why our own server did not do something. `unreachable`: it may have done it. */
export type Trouble =
  | "unreachable"
  | "signed-out"
  | "missing"
  | "changed"
  | "provider"
  | "document-type"
  | "document-too-large"
  | "failed";

/** Result of a request: its data, or the reason why there is none. */
export type Reply<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly trouble: Trouble; readonly invoice?: InvoiceView | undefined };

/** Our own server's routes of one invoice. No request says an amount. */
export interface InvoiceApi {
  /** Where its changes are told. */
  readonly eventsUrl: string;
  read(): Promise<Reply<InvoiceView>>;
  cards(): Promise<Reply<readonly SavedCard[]>>;
  choose(paymentMethodId: string): Promise<Reply<InvoiceView>>;
  pay(quoteId: string): Promise<Reply<InvoiceView>>;
  upload(type: string, file: File): Promise<Reply<InvoiceView>>;
}

/** Troubles that gateways report, too: none of them says anything about money. */
const OF_ANYONE: Readonly<Record<number, Trouble>> = {
  401: "signed-out",
  413: "document-too-large",
  415: "document-type",
};
/** Troubles that only our own server knows of: this request charged nothing, but an earlier one may have. */
const OF_OUR_SERVER: Readonly<Record<number, Trouble>> = {
  404: "missing",
  409: "changed",
  502: "provider",
};
/** How the types of our server's problems begin. */
const OUR_PROBLEMS = "urn:example:invoices:";

function troubleOf(status: number, body: { readonly type?: unknown } | undefined): Trouble {
  const isOurs = String(body?.type).startsWith(OUR_PROBLEMS);
  return OF_ANYONE[status] ?? (isOurs ? (OF_OUR_SERVER[status] ?? "failed") : "unreachable");
}

/** Longer than the server works on one request. */
const PATIENCE = 40_000;
/** How many bytes a slow connection uploads in a millisecond: fewer than slow 3G does. */
const SLOW_UPLOAD = 32;

/** Creates the routes of an invoice. The session is a cookie. */
export function createInvoiceApi(endpoint: string, number: string): InvoiceApi {
  const base = `${endpoint}/${encodeURIComponent(number)}`;

  async function send<Value>(path: string, init: RequestInit = {}, bytes = 0): Promise<Reply<Value>> {
    // As a part of a path, these lead elsewhere.
    if (number === "" || number === "." || number === "..") return { ok: false, trouble: "missing" };
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), PATIENCE + bytes / SLOW_UPLOAD);
    try {
      const response = await fetch(base + path, { credentials: "include", signal: controller.signal, ...init });
      if (response.ok) return { ok: true, value: await response.json() };
      const body = await response.json().catch(() => undefined);
      return { ok: false, trouble: troubleOf(response.status, body), invoice: body?.invoice };
    } catch {
      return { ok: false, trouble: "unreachable" };
    } finally {
      clearTimeout(timer);
    }
  }
  const post = (path: string, body: object): Promise<Reply<InvoiceView>> =>
    send(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

  return {
    eventsUrl: `${base}/events`,
    read: () => send(""),
    cards: () => send("/cards"),
    choose: (paymentMethodId) => post("/card", { paymentMethodId }),
    pay: (quote) => post("/pay", { quote }),
    upload: (type, file) =>
      send(
        `/documents/${encodeURIComponent(type)}`,
        { method: "POST", headers: { "content-type": file.type || "application/octet-stream" }, body: file },
        file.size,
      ),
  };
}

/** The first pause before an unreachable server is asked again, in milliseconds. */
export const FIRST_PAUSE = 1_500;

/** Returns the next pause, twice as long: a firewall or a rate limiter may refuse for a while. */
export function nextPause(pause: number): number {
  return Math.min(pause * 2, 30_000);
}

/** Asks until the server responds: it knows what became of a request that got no response. */
export async function readUntilReached({ read }: Pick<InvoiceApi, "read">): Promise<Reply<InvoiceView>> {
  for (let pause = FIRST_PAUSE; ; pause = nextPause(pause)) {
    const reply = await read();
    if (reply.ok || reply.trouble !== "unreachable") return reply;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
