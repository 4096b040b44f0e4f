import { inspect } from "node:util";
import { createClient } from "../client.ts";
import type { CallOptions } from "../http/caller/caller.ts";
import { combineHooks, type Hooks } from "../http/hooks/hooks.ts";
import type { Logger } from "../http/hooks/logger.ts";
import type { Fetch, FetchInit } from "../http/transport/fetch.ts";
import { TRACE_ID } from "./fixture.ts";
import { ENCODINGS, grouped } from "./leak-encodings.ts";
import { OPERATIONS } from "./leak-operations.ts";
import type { Scene } from "./leak-scene.ts";

/** Everything that a played scene printed. */
export interface Played {
  readonly printed: string;
  readonly failure: unknown;
}

/** Changes how a scene is played, to prove that a leak would be seen. */
export interface Leak {
  readonly error?: (error: Error, init: FetchInit | undefined) => void;
  readonly request?: (init: FetchInit) => void;
}

/** Someone else who watches the calls, such as a tracer. */
export interface Watcher {
  readonly hooks: Hooks;
  /** Returns everything that was recorded since the last time. */
  collect(): string | Promise<string>;
}

const EVERYTHING = {
  depth: Infinity,
  showHidden: true,
  maxStringLength: null,
  maxArrayLength: null,
  breakLength: Infinity,
};
const show = (value: unknown): string => inspect(value, EVERYTHING);
// Texts with digits that differ from run to run: durations and the frames of a stack.
const BY_CHANCE =
  /"?(?:duration|startTime|endTime|_duration)"?: ?(?:[\d.e-]+|\[[^\]]*\])|in \d+ ms| {4}at (?:(?!\\n).)*?:\d+:\d+\)?/g;
const BIG = new Uint8Array(1_048_577).fill(32);

/** Makes the call, and gathers everything that was printed, thrown or told on the way. */
export async function play(scene: Scene, leak: Leak = {}, watcher?: Watcher): Promise<Played> {
  const prints: string[] = [];
  const told = (event: unknown): void => {
    prints.push(show(event), JSON.stringify(event));
    if (scene.hooksThrow) throw new Error(`A hook was told ${show(event)}`);
  };
  const own: Hooks = {
    onCall: told,
    onRequest: told,
    onResponse: told,
    onAttempt: told,
    onRetry: told,
    onDrift: told,
    onEnd: told,
  };
  const hooks = watcher ? combineHooks(own, watcher.hooks) : own;
  const log = (entry: unknown): void => void prints.push(show(entry), JSON.stringify(entry), String(entry));
  const logger: Logger = { debug: log, info: log, warn: log, error: log };
  let lastInit: FetchInit | undefined;
  const fetch: Fetch = (url, init) => {
    lastInit = init;
    leak.request?.(init);
    return responseOf(scene, url, init);
  };

  const restore = tapOutput(prints);
  let failure: unknown;
  try {
    const value = await start(scene, { fetch, hooks, logger });
    // `client.request` returns any JSON as it is: whoever asked for it gets it.
    if (scene.circumstance === "minted") prints.push(show(value), JSON.stringify(value), String(value));
  } catch (error) {
    failure = error;
    leak.error?.(error as Error, lastInit);
    for (let link = error; link instanceof Error; link = link.cause) {
      prints.push(link.message, String(link.stack), String(link), JSON.stringify(link), show(link));
      prints.push(show(Object.getOwnPropertyDescriptors(link)));
    }
  }
  // The errors of hooks are reported a moment later.
  await new Promise((resolve) => setImmediate(resolve));
  restore();
  if (watcher) prints.push(await watcher.collect());
  return { failure, printed: prints.join("\n").replaceAll(BY_CHANCE, "") };
}

/** Everything that is written anywhere goes to `prints` instead. By hand: thousands of spies would take most of the time. */
function tapOutput(prints: string[]): () => void {
  const undo: (() => void)[] = [];
  function tap<Name extends string>(
    owner: Record<Name, unknown>,
    name: Name,
    put: (...words: unknown[]) => void,
  ): void {
    const own = owner[name];
    owner[name] = put;
    undo.push(() => {
      owner[name] = own;
    });
  }
  for (const name of ["log", "info", "warn", "error", "debug"] as const) {
    tap(globalThis.console, name, (...words) => void prints.push(words.map(show).join(" ")));
  }
  for (const stream of [process.stdout, process.stderr]) tap(stream, "write", (text) => prints.push(String(text)) > 0);
  return () => {
    for (const restore of undo) restore();
  };
}

async function start(
  scene: Scene,
  { fetch, hooks, logger }: { fetch: Fetch; hooks: Hooks; logger: Logger },
): Promise<unknown> {
  const { circumstance, flaw, retries, secrets } = scene;
  const { apiKey, clientSecret, cardNumber, cvv, document } = secrets;
  const broken = apiKey.slice(0, 8) + flaw + apiKey.slice(8);
  const key = {
    "bad key": broken,
    "bad key from a function": () => broken,
    "function that fails": () => Promise.reject(new Error("no vault")),
  }[circumstance as string];
  const client = createClient({ apiKey: key ?? apiKey, fetch, hooks, retries, logger, logLevel: "debug" });
  const controller = new AbortController();
  if (circumstance === "aborted") setTimeout(() => controller.abort(new Error(apiKey)), 1);
  const bad = circumstance === "bad header" ? `${cardNumber}\n${document}` : undefined;
  const options: CallOptions = {
    endUser: bad === undefined ? "none" : { userAgent: bad },
    traceId: TRACE_ID,
    signal: controller.signal,
  };
  const wrong = circumstance === "bad input" ? { [cardNumber]: document, cvv, note: apiKey } : {};
  const text = circumstance === "bad client secret" ? clientSecret.slice(0, 8) + flaw + clientSecret : clientSecret;
  return OPERATIONS[scene.call](client, { secrets: { ...secrets, clientSecret: text }, wrong, options });
}

/** Returns a response of the other side, which knows the whole request and nothing else. */
function responseOf(scene: Scene, url: string, init: FetchInit): Promise<Response> {
  const text = repeated(scene, url, init);
  const number = /"accountNumber":"(\d+)"/.exec(init.body ?? "")?.[1] ?? "";
  const inHeader = `${init.headers.authorization};${number}`;
  const headers = { "trace-id": inHeader, "x-echo": inHeader, "set-cookie": `a=${inHeader}`, "retry-after": "0" };
  const refusal = {
    code: text,
    message: text,
    errors: [{ details: text }, text],
    details: [{ details: text }],
    traceId: text,
  };
  const respond = (body: ConstructorParameters<typeof Response>[0], status: number, more = {}) =>
    Promise.resolve(new Response(body, { status, headers: { ...headers, ...more } }));

  switch (scene.circumstance) {
    case "fetch that throws": {
      const cause = Object.assign(new Error(text), {
        code: init.headers.authorization?.slice(7),
        options: init,
        headers: { ...init.headers },
      });
      return Promise.reject(Object.assign(new TypeError(text, { cause }), { code: inHeader.toUpperCase() }));
    }
    case "body that breaks":
      return respond(new ReadableStream({ start: (body) => body.error(new Error(text, { cause: init })) }), 200);
    case "oversized response":
      return respond(BIG, scene.status % 2 ? scene.status : 200);
    case "aborted":
      return new Promise(() => {});
    case "redirected":
      return respond(text, 307, { location: `https://elsewhere.invalid/?${inHeader}` });
    case "refused by a web page":
      return respond(`<html>${text}</html>`, scene.status);
    case "unreadable":
      return respond(scene.status % 2 ? `<html>${text}</html>` : JSON.stringify(refusal), 200);
    case "minted":
      return respond(
        JSON.stringify({
          id: "id",
          data: [],
          // Whoever asked for it gets it: only its own operation hides it.
          ...(/^create(?:Client|Workflow)Secret$|Document$/.test(scene.call) && {
            clientSecret: scene.secrets.clientSecret,
            uploadURL: "https://storage.invalid/",
            metadata: { policy: scene.secrets.clientSecret },
          }),
        }),
        201,
      );
    default:
      return respond(JSON.stringify(refusal), scene.status);
  }
}

function repeated(scene: Scene, url: string, { method, headers, body = "" }: FetchInit): string {
  const request = { method, url, headers: { ...headers }, body: body && JSON.parse(body) };
  const encode = ENCODINGS[scene.encoding];
  const plain = `${method} ${url} authorization: ${headers.authorization} ${body}`;
  switch (scene.echo) {
    case "as it is":
      return encode(plain);
    case "in JSON":
      return encode(JSON.stringify(request));
    case "in groups":
      return encode(body.replaceAll(/\d{4}(?=\d)/g, `$&${scene.separator}`));
    case "in lines":
      return encode(inspect(request, { depth: Infinity, breakLength: 1 }));
    case "secret by secret": {
      // The CVV last: it may stand in another one by chance.
      const { cvv, ...secrets } = scene.secrets;
      const written = (secret: string): string => encode(grouped(secret, scene.separator));
      const sent = Object.values(secrets).filter((secret) => plain.includes(secret));
      const own = plain.includes(`"cvv":"${cvv}"`) ? [`cvv ${encode(cvv)}`] : [];
      return [...sent.map(written), ...own].join("; ");
    }
  }
}
