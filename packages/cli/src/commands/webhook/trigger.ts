import { readArguments } from "../../arguments.ts";
import type { Context } from "../../command.ts";
import { ExitCode } from "../../exit-code.ts";
import { jsonLine } from "../../foreign-text.ts";
import { writeRows } from "../../rows.ts";
import { UsageError } from "../../usage-error.ts";
import { checkEvents } from "./events.ts";
import { localControl } from "./local-control.ts";

// The sandbox waits 5 s for each receiver.
const WAIT_MS = 6_000;
const POLL_MS = 20;

/** Sends an event to every listener, and shows the responses. */
export async function trigger({ args: [name = "", ...args], env, out }: Context): Promise<ExitCode> {
  const flags = readArguments(args, {
    "base-url": { type: "string" },
    payment: { type: "string" },
    type: { type: "string" },
    id: { type: "string" },
    "any-event": { type: "boolean" },
    json: { type: "boolean" },
  });
  checkEvents([name], "The argument after webhook trigger", flags["any-event"] === true);
  const control = await localControl(flags["base-url"], env, "See plastiq-connect webhook trigger --help.");
  const event = {
    id: flags.id ?? crypto.randomUUID(),
    event: name,
    data: {
      id: flags.payment ?? crypto.randomUUID(),
      object: "PAYMENT",
      type: flags.type ?? (name === "document.request" ? "SUPPLIER_INVOICE_OR_PURCHASE_ORDER" : "CHARGED"),
      timestamp: Date.now(),
    },
  };
  const before = new Set((await control.deliveries()).map(({ id }) => id));
  await control.deliver(event);
  const own = async () =>
    (await control.deliveries()).filter((delivery) => !before.has(delivery.id) && delivery.event.id === event.id);
  let deliveries = await own();
  if (deliveries.length === 0) {
    throw new UsageError(
      "No listener is connected for this event.",
      "Start a listener: plastiq-connect webhook listen",
    );
  }
  const until = performance.now() + WAIT_MS;
  while (deliveries.some(({ attempts }) => attempts.length === 0) && performance.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    deliveries = await own();
  }
  const statuses = deliveries.map(({ attempts }) => attempts.at(-1)?.status ?? null);
  if (flags.json) out.line(jsonLine({ event, statuses }));
  else {
    const { dim } = out.colors;
    writeRows(out, [
      [dim("event"), `${name} ${event.id}`],
      ...statuses.map((status) => [dim("response"), `${status ?? "none"}`] as const),
    ]);
  }
  return statuses.every((status) => status === 200) ? ExitCode.ok : ExitCode.refused;
}
