import * as v from "valibot";
import isAbaRouting from "validator/lib/isAbaRouting.js";
import { refuse } from "../../operation/refusal.ts";
import type { Address } from "../../schema/address.ts";
import { address, text, textLike } from "../../schema/fields.ts";
import { named } from "../../schema/label.ts";
import { object } from "../../schema/object.ts";
import type { BankAccountResponse } from "./payment-method.ts";

interface BankAccount {
  readonly accountHolderName: string;
  readonly accountNumber: string;
  readonly routingNumber: string;
  readonly accountType?: "CHECKING" | "SAVINGS";
  readonly billingAddress: Address;
}

/** A bank account in a request: checked for form only. */
export const bankAccountData: v.GenericSchema<BankAccount> = named(
  "NewBankAccount",
  object({
    accountHolderName: text(),
    accountNumber: textLike(/^\d{4,17}$/, "must be 4 to 17 digits"),
    routingNumber: textLike(/^\d{9}$/, "must be 9 digits"),
    accountType: v.exactOptional(v.picklist(["CHECKING", "SAVINGS"])),
    billingAddress: address,
  }),
);

/** Checks the routing number's check digit and returns what may be shown of the account. */
export function bankAccountResponse(data: BankAccount, now: number): BankAccountResponse {
  if (!isAbaRouting(data.routingNumber)) {
    throw refuse("payment_method_impossible", "data.routingNumber is not a valid routing number.");
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
