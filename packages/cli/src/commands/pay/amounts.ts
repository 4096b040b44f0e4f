import type { Payment, PaymentIntent } from "@plastiq-connect/node";
import { plain } from "../../foreign-text.ts";
import type { Colors } from "../../output.ts";
import type { Row } from "../../rows.ts";

type Quote = Pick<PaymentIntent | Payment, "fees" | "sourceAmount" | "targetAmount">;

// So many digits that it rounds nothing.
const money = new Intl.NumberFormat("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 20 });

/** Returns an amount as text such as `18,513.00 USD`. */
export function amountText(amount: PaymentIntent["sourceAmount"]): string {
  if (!amount) return "unknown";
  // A response is not checked: null would become 0.00.
  const text = typeof amount.value === "number" ? money.format(amount.value) : amount.value;
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
