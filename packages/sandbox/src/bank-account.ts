import * as v from "valibot";
import validator from "validator";
import { ApiRefusal } from "./api-refusal.ts";
import type { Address } from "./payers.ts";
import type { BankAccountAnswer } from "./payment-methods.ts";
import { address, text, textLike } from "./schemas/fields.ts";

interface BankAccount {
  readonly accountHolderName: string;
  readonly accountNumber: string;
  readonly routingNumber: string;
  readonly accountType?: "CHECKING" | "SAVINGS";
  readonly billingAddress: Address;
}

/** A bank account as the caller sends it: checked for form only. */
export const bankAccountData: v.GenericSchema<BankAccount> = v.strictObject({
  accountHolderName: text(),
  accountNumber: textLike(/^\d{4,17}$/, "must be 4 to 17 digits"),
  routingNumber: textLike(/^\d{9}$/, "must be 9 digits"),
  accountType: v.exactOptional(v.picklist(["CHECKING", "SAVINGS"])),
  billingAddress: address,
});

/** Checks the routing number's check digit and answers what may be shown of the account. */
export function bankAccountAnswer(data: BankAccount, now: number): BankAccountAnswer {
  if (!validator.isAbaRouting(data.routingNumber)) {
    throw new ApiRefusal(400, "CREATE_PAYMENT_METHOD_FAILED", ["data.routingNumber is not a valid routing number."]);
  }
  return {
    accountLastFour: data.accountNumber.slice(-4),
    routingNumber: data.routingNumber,
    ...(data.accountType === undefined ? {} : { accountType: data.accountType }),
    accountHolderName: data.accountHolderName,
    createdAt: new Date(now).toISOString(),
    billingAddress: data.billingAddress,
  };
}
