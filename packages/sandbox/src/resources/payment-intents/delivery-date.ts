import type { ReceivingMethod } from "../recipients/receiving-method.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const EXPEDITED_CHECK_DAYS = 2;
const businessDays: Readonly<Record<ReceivingMethod["type"], number>> = { CHECK: 8, ACH: 3, EFT: 3, WIRE: 1 };

/**
 * Returns the date on which a payment that starts now arrives, as `2026-01-31`. Counts Mondays to Fridays in UTC and
 * knows no holidays.
 * @see https://docs.developer.plastiq.com/docs/payment-delivery-timeframes
 */
export function deliveryDateOf(now: number, receivingMethod: ReceivingMethod["type"], isExpedited: boolean): string {
  let left = isExpedited ? EXPEDITED_CHECK_DAYS : businessDays[receivingMethod];
  let day = now;
  while (left > 0) {
    day += DAY_MS;
    const weekday = new Date(day).getUTCDay();
    if (weekday !== 0 && weekday !== 6) left -= 1;
  }
  return new Date(day).toISOString().slice(0, 10);
}
