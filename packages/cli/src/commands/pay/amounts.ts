import type { Payment, PaymentIntent } from "@plastiq-connect/node";
import { plain } from "../../foreign-text.ts";
import type { Colors } from "../../output.ts";
import type { Row } from "../../rows.ts";

type Quote = Pick<PaymentIntent | Payment, "fees" | "sourceAmount" | "targetAmount">;

/** Returns an amount as text such as `18,513.00 USD`, without arithmetic that could round it. */
export function amountText(amount: PaymentIntent["sourceAmount"]): string {
  if (!amount) return "unknown";
  const [, whole, decimals = ""] = /^(\d+)(?:\.(\d{1,2}))?$/.exec(String(amount.value)) ?? [];
  const text = whole ? `${whole.replace(/\B(?=(?:\d{3})+$)/g, ",")}.${decimals.padEnd(2, "0")}` : amount.value;
  return plain(`${text} ${amount.currency}`);
}

/** Returns the rows that show what the recipient gets, each fee and the total. */
export function amountRows({ fees = [], sourceAmount, targetAmount }: Quote, { bold, dim }: Colors): Row[] {
  return [
    [dim("recipient gets"), amountText(targetAmount)],
    ...fees.map(
      ({ amount, rate, type }): Row => [
        dim("fee"),
        `${amountText(amount)} ${dim(plain([type, rate].filter(Boolean).join(" ")))}`.trimEnd(),
      ],
    ),
    [dim("total"), bold(amountText(sourceAmount))],
  ];
}
