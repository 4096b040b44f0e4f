import type { ConnectionState } from "./connection.ts";
import { part, write } from "./element.ts";
import { timeOfDay } from "./moment.ts";

const words: Record<ConnectionState, string> = {
  connecting: "Connecting",
  live: "Live",
  quiet: "Quiet",
  lost: "Lost",
  asleep: "Asleep",
};

/** Shows whether the page is up to date. `now` is the clock of all times on the page. */
export function createConnectionBanner(now: () => number): {
  show(state: ConnectionState, retryAt?: number): void;
  tick(): void;
} {
  const pill = part("connection", HTMLElement);
  const banner = part("banner", HTMLElement);
  const text = part("banner-text", HTMLElement);
  const waiting = part("banner-wait", HTMLElement);
  let lastLife = 0;
  let retry: number | undefined;
  const tick = () => {
    const seconds = Math.ceil(((retry ?? 0) - Date.now()) / 1000);
    write(waiting, retry === undefined ? "" : seconds > 0 ? `Retrying in ${seconds} s.` : "Retrying.");
  };
  return {
    tick,
    show(state, retryAt) {
      if (state === "live") lastLife = now();
      pill.dataset.state = state;
      write(pill, words[state]);
      banner.hidden = state !== "lost" && state !== "quiet";
      const since =
        lastLife === 0
          ? "Nothing has been received yet."
          : `This page shows the state of ${timeOfDay(lastLife, false)}.`;
      if (state === "lost") write(text, `The connection to the sandbox is lost. ${since}`);
      else if (state === "quiet") write(text, `The sandbox does not respond, as at a breakpoint. ${since}`);
      else write(text, "");
      retry = retryAt;
      tick();
    },
  };
}
