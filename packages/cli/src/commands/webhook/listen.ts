import { setTimeout } from "node:timers/promises";
import { onAbort, untilAborted } from "../../abort.ts";
import { readArguments } from "../../arguments.ts";
import type { Context } from "../../command.ts";
import { ExitCode } from "../../exit-code.ts";
import { jsonLine, plain } from "../../foreign-text.ts";
import { SandboxError } from "../../sandbox-error.ts";
import { UsageError } from "../../usage-error.ts";
import { checkEvents } from "./events.ts";
import { localControl, localTarget } from "./local-control.ts";
import { type Received, startReceiver } from "./receiver.ts";

/** How long a sandbox that does not respond holds up the end. */
const FAREWELL_MS = 1_000;

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
  if (events.includes("")) throw new UsageError("--events must be names of events with commas between them.");
  checkEvents(events, "Each of --events", flags["any-event"] === true);
  const reached = localControl(flags["base-url"], env, "See plastiq-connect webhook --help.");
  const control = await untilAborted(signal, reached);
  const { baseUrl } = localTarget(flags["base-url"], env);
  const connection = await untilAborted(signal, connect(new URL(baseUrl).origin));
  const receiver = await startReceiver(forwardTo, (received) => {
    out.line(flags.json ? jsonLine(factsOf(received)) : lineOf(received, shown));
  });
  try {
    const subscription = await untilAborted(signal, control.subscribeWebhook({ url: receiver.url, events }));
    if (!flags.json) {
      const where = shown === undefined ? "" : `, and sending them to ${shown}`;
      err.line(err.colors.dim(`Listening for ${events.join(", ") || "all events"}${where}. Ctrl-C stops it.`));
    }
    const hasStopped = await new Promise<boolean>((stop) => {
      for (const each of [signal, out.ended]) onAbort(each, () => stop(false));
      connection.ended.then(() => stop(true));
    });
    if (hasStopped) {
      throw new SandboxError("not-sent", `The sandbox at ${baseUrl} has stopped.`, "Start it, and listen again.");
    }
    const left = control.unsubscribeWebhook(subscription).catch(() => undefined);
    await Promise.race([left, setTimeout(FAREWELL_MS)]);
  } finally {
    receiver.close();
  }
  return ExitCode.ok;
}

/** Connects to the sandbox's own events. `ended` resolves when that connection ends: a new sandbox knows no listener. */
async function connect(origin: string): Promise<{ readonly ended: Promise<void> }> {
  const { ok, body } = await globalThis.fetch(`${origin}/control/events`);
  // Too many others are connected.
  if (!ok || !body) return { ended: new Promise(() => {}) };
  return { ended: body.pipeTo(new WritableStream()).catch(() => undefined) };
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

function factsOf({ body, status = null }: { readonly body: string; readonly status?: number | null | undefined }) {
  return { event: eventOf(body) ?? null, status };
}

function lineOf({ body, status }: Received, shown: string | undefined): string {
  const { id, event, data } = Object(eventOf(body));
  const facts = [event, data?.type, data?.id, id].filter((fact) => typeof fact === "string").join("  ");
  const answer = shown === undefined ? "" : `  ${shown}: ${status ?? "no response"}`;
  return plain((facts || "a body that is not an event") + answer);
}

function eventOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
