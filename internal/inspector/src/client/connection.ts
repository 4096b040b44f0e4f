import { HEARTBEAT_MS, type InspectorEvents } from "../protocol.ts";

const RETRY_AFTER_MS = [500, 1_000, 2_000, 5_000];
/** A browser opens only six streams to one server, so a hidden page closes its own. */
const HIDDEN_FOR_MS = 30_000;

/**
 * - `quiet`: connected, but no heartbeat has come for long, as at a breakpoint.
 * - `asleep`: closed by the page itself while it was hidden.
 */
export type ConnectionState = "connecting" | "live" | "quiet" | "lost" | "asleep";

interface ConnectionListener {
  onEvent<Name extends keyof InspectorEvents>(name: Name, data: InspectorEvents[Name]): void;
  /** `retryAt` is when the next attempt starts, on the page's clock; only when lost. */
  onState(state: ConnectionState, retryAt?: number): void;
}

const names: readonly (keyof InspectorEvents)[] = [
  "built",
  "seen-cleared",
  "overview",
  "faults",
  "deliveries",
  "seen",
  "counts",
  "clock",
];

/** Listens to the sandbox, and reconnects. */
export function openConnection({ onEvent, onState }: ConnectionListener): { retryNow(): void } {
  let source: EventSource | undefined;
  let timer: number | undefined;
  let failures = 0;

  const wait = (ms: number, then: () => void) => {
    clearTimeout(timer);
    timer = setTimeout(then, ms);
  };
  const expectHeartbeat = () => wait(2.5 * HEARTBEAT_MS, () => onState("quiet"));
  const close = () => {
    clearTimeout(timer);
    source?.close();
    source = undefined;
  };
  const open = () => {
    close();
    if (failures === 0) onState("connecting");
    const opened = new EventSource("/control/events");
    source = opened;
    for (const name of names) {
      opened.addEventListener(name, ({ data }: MessageEvent<string>) => {
        if (opened !== source) return;
        failures = 0;
        onState("live");
        expectHeartbeat();
        onEvent(name, JSON.parse(data));
      });
    }
    // The browser would reconnect by itself, but it does not say when, and does not after a refusal.
    opened.addEventListener("error", () => {
      if (opened !== source) return;
      close();
      const delay = RETRY_AFTER_MS[Math.min(failures, RETRY_AFTER_MS.length - 1)] ?? 0;
      failures += 1;
      onState("lost", Date.now() + delay);
      wait(delay, open);
    });
  };

  let hiding: number | undefined;
  document.addEventListener("visibilitychange", () => {
    clearTimeout(hiding);
    if (!document.hidden) {
      if (!source) open();
      return;
    }
    hiding = setTimeout(() => {
      close();
      onState("asleep");
    }, HIDDEN_FOR_MS);
  });
  open();
  return { retryNow: open };
}
