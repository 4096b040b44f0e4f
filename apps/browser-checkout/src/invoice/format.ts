import type { CardFacts } from "invoices";

/** An amount as our server sends it. */
export interface Money {
  readonly value: number;
  readonly currency: string;
}

const LANGUAGE = document.documentElement.lang || "en";

/** Returns an amount as people write it, such as `$1,285.63`. */
export function money({ value, currency }: Money): string {
  return new Intl.NumberFormat(LANGUAGE, { style: "currency", currency }).format(value);
}

/** Returns a date such as `2026-12-15` as people write it. It is the same day everywhere. */
export function day(date: string): string {
  const time = Date.parse(date.slice(0, 10));
  if (Number.isNaN(time)) return date;
  return new Intl.DateTimeFormat(LANGUAGE, { dateStyle: "long", timeZone: "UTC" }).format(time);
}

/** Returns the day of a moment such as `2026-12-15T12:00:00.000Z` where the person is, or undefined if it is not a moment. */
export function dayHere(moment: string): string | undefined {
  const time = Date.parse(moment);
  return Number.isNaN(time) ? undefined : new Intl.DateTimeFormat(LANGUAGE, { dateStyle: "long" }).format(time);
}

/** Returns the name of a card. */
export function cardName({ brand, last4 }: CardFacts): string {
  return `${brand ?? "Card"} ending in ${last4 ?? "····"}`;
}
