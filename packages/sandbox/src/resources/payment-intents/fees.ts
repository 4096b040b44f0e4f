import { type Amount, percentOf, sumOf } from "../../schema/money.ts";
import type { FeePercentages } from "../../settings.ts";
import type { PaymentMethodRecord } from "../payment-methods/payment-method.ts";
import type { RecipientRecord } from "../recipients/recipient.ts";

/** A fee as in a response. */
export interface Fee {
  /** The vendor has more types than the sandbox charges. */
  readonly type: string;
  readonly amount: Amount;
  /** Such as `2.85%`. */
  readonly rate: string;
}

/** The costs of a payment. */
export interface Quote {
  readonly fees: readonly Fee[];
  /** The target amount and the fees. */
  readonly sourceAmount: Amount;
}

/**
 * Returns the fees for paying this amount. Without a payment method, those of a card of the United States.
 *
 * A card of the United States that pays a recipient in Canada is charged in Canadian dollars. No exchange rate is
 * published, so one US dollar counts as one Canadian dollar.
 * @see https://docs.developer.plastiq.com/docs/payment-fees
 */
export function quoteOf(
  target: Amount,
  method: PaymentMethodRecord | undefined,
  recipient: RecipientRecord,
  percentages: FeePercentages,
): Quote {
  const isCard = method === undefined || method.type === "CARD";
  const isFromUs = method === undefined || method.data.billingAddress.country === "US";
  const isCrossBorder = isCard && isFromUs && recipient.businessAddress.country === "CA";
  const currency = isCrossBorder ? "CAD" : target.currency;
  const rates = [
    { type: "PLASTIQ_SERVICE_FEE", percent: isCard ? percentages.card : percentages.bank },
    { type: "PLASTIQ_CROSS_BORDER_FEE", percent: isCrossBorder ? percentages.crossBorder : "0" },
  ];
  const fees = rates
    .filter(({ percent }) => Number(percent) > 0)
    .map(({ type, percent }) => ({
      type,
      amount: { value: percentOf(target.value, percent), currency },
      rate: `${percent}%`,
    }));
  const value = sumOf([target.value, ...fees.map(({ amount }) => amount.value)]);
  return { fees, sourceAmount: { value, currency } };
}
