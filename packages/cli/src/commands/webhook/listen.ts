import { setTimeout } from "node:timers/promises";
import { onAbort, untilAborted } from "../../abort.ts";
import { readArguments } from "../../arguments.ts";
import type { Context } from "../../command.ts";
import { ExitCode } from "../../exit-code.ts";
import { jsonLine, plain } from "../../foreign-text.ts";
import { SandboxError } from "../../sandbox-error.ts";
import { UsageError } from "../../usage-error.ts";
import { checkEvents } from "./events.ts";
import { localControl, localTarget, noSandbox } from "./local-control.ts";
import { type Received, startReceiver } from "./receiver.ts";

/** Limit for unsubscribing from a sandbox that does not respond. */
const UNSUBSCRIBE_TIMEOUT_MS = 1_000;
/** How often it looks for a free connection to the sandbox's own events. */
const RECONNECT_MS = 1_000;

/** Shows deliveries until Ctrl-C, or until the sandbox stops. @throws UsageError, SandboxError. */
export async function listen({ args, env, out, err, signal }: Context): Promise<ExitCode> {
  const flags = readArguments(args, {
    "base-url": { type: "string" },
    "forward-to": { type: "string" },
    events: { type: "string" },
    "any-event": { type: "boolean" },
    json: { type: "boolean" },
  });
  const forwardTo = flags["forward-to"];
  const shown = forwardTo === undefined ? undefined : originOf(forwardTo);
  const events = flags.events?.split(",").map((name) => name.trim()) ?? [];
  if (events.includes("")) throw new UsageError("--events must be event names, separated by commas.");
  checkEvents(events, "Each of --events", flags["any-event"] === true);
  const reached = localControl(flags["base-url"], env, "See plastiq-connect webhook listen --help.");
  const control = await untilAborted(signal, reached);
  const { baseUrl } = localTarget(flags["base-url"], env);
  const connection = await untilAborted(signal, connect(baseUrl));
  const receiver = await startReceiver(forwardTo, (received) => {
    out.line(flags.json ? jsonLine(factsOf(received)) : lineOf(received, shown));
  });
  const subscription = control.subscribeWebhook({ url: receiver.url, events });
  try {
    await untilAborted(signal, subscription);
    if (!flags.json) {
      const where = shown === undefined ? "" : `, and sending them to ${shown}`;
      err.line(err.colors.dim(`Listening for ${events.join(", ") || "all events"}${where}. Ctrl-C stops it.`));
    }
    const hasStopped = await new Promise<boolean>((stop) => {
      for (const each of [signal, out.ended]) onAbort(each, () => stop(false));
      untilEnded(connection, baseUrl).then(() => stop(true));
    });
    if (hasStopped) {
      const message = `The sandbox at ${baseUrl} has stopped, or ended the connection.`;
      throw new SandboxError("not-sent", message, "Make sure that it is running, and listen again.");
    }
  } finally {
    // Also after Ctrl-C while it subscribes: the sandbox may have received the request.
    const left = subscription.then(control.unsubscribeWebhook).catch(() => undefined);
    await Promise.race([left, setTimeout(UNSUBSCRIBE_TIMEOUT_MS)]);
    receiver.close();
  }
  return ExitCode.ok;
}

/** Returns the stream of the sandbox's own events, or undefined if too many others are connected. @throws SandboxError. */
async function connect(baseUrl: string): Promise<ReadableStream<Uint8Array> | undefined> {
  const { ok, body } = await globalThis.fetch(new URL("/control/events", baseUrl)).catch(() => {
    throw noSandbox(baseUrl);
  });
  if (ok && body) return body;
  await body?.cancel();
  return undefined;
}

/** Resolves when the sandbox ends the connection, or no longer responds: a new sandbox knows no listener. */
async function untilEnded(connection: Awaited<ReturnType<typeof connect>>, baseUrl: string): Promise<void> {
  try {
    let events = connection;
    while (!events) {
      await setTimeout(RECONNECT_MS);
      events = await connect(baseUrl);
    }
    await events.pipeTo(new WritableStream());
  } catch {
    // It has stopped.
  }
}

/** Returns the origin of the endpoint's URL, because its path can contain a secret. */
function originOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLoopback = /^(?:localhost|\[::1\]|127(?:\.\d+){3})$/.test(url?.hostname ?? "");
  if (url && isLoopback && /^https?:$/.test(url.protocol) && !url.username && !url.password) return url.origin;
  throw new UsageError(
    "--forward-to must be an http or https URL of this machine, such as http://localhost:3000/hook.",
  );
}

function factsOf({ body, status }: Received) {
  return { event: eventOf(body) ?? null, status: status ?? null };
}

function lineOf({ body, status, reason }: Received, shown: string | undefined): string {
  const { id, event, data } = Object(eventOf(body));
  const facts = [event, data?.type, data?.id, id].filter((fact) => typeof fact === "string").join("  ");
  const result = shown === undefined ? "" : `  ${shown}: ${status ?? `no response (${reason})`}`;
  return plain((facts || "a body that is not an event") + result);
}

function eventOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
