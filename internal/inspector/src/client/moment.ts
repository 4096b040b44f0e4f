const two = (value: number): string => String(value).padStart(2, "0");

/** The time of day here, such as 09:12:03.421, with milliseconds unless told otherwise. */
export function timeOfDay(at: number, withMs: boolean = true): string {
  const date = new Date(at);
  const seconds = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(":");
  return withMs ? `${seconds}.${String(date.getMilliseconds()).padStart(3, "0")}` : seconds;
}

/** Returns the rest of a minute, such as 0:42. The last second is 0:01; 0:00 is over. */
export function countdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
}

/** How long something took or is ago: 0.4 ms, 80 ms, 4.2 s, 1 min 12 s, 3 h 5 min. */
export function span(ms: number): string {
  if (ms < 1) return `${ms.toFixed(1)} ms`;
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 10_000) return `${Number((ms / 1000).toFixed(1))} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return joined(`${minutes} min`, seconds % 60, "s");
  return joined(`${Math.floor(minutes / 60)} h`, minutes % 60, "min");
}

function joined(large: string, small: number, unit: string): string {
  return small === 0 ? large : `${large} ${small} ${unit}`;
}
