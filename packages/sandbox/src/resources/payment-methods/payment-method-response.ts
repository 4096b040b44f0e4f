import * as v from "valibot";
import { address } from "../../schema/fields.ts";
import { documented, named } from "../../schema/label.ts";
import { object } from "../../schema/object.ts";
import type { PaymentMethodRecord, StatusReason } from "./payment-method.ts";

const created = { createdAt: documented(v.string()), billingAddress: documented(address) };

/** Why something has its status, in a response. */
export const statusReasons: v.GenericSchema<readonly StatusReason[]> = v.array(
  named("StatusReason", object({ code: documented(v.string()), message: documented(v.string()) })),
);

/** A payment method in a response. */
export const paymentMethodResponse: v.GenericSchema<PaymentMethodRecord> = named(
  "PaymentMethod",
  object({
    id: documented(v.string()),
    type: documented(v.picklist(["CARD", "BANK_ACCOUNT"])),
    data: documented(
      v.union([
        named(
          "Card",
          object({
            last4: documented(v.string()),
            brand: documented(v.string()),
            expirationMonth: documented(v.string()),
            expirationYear: documented(v.string()),
            ...created,
            subType: documented(v.literal("CREDIT")),
          }),
        ),
        named(
          "BankAccount",
          object({
            accountLastFour: documented(v.string()),
            routingNumber: documented(v.string()),
            accountType: v.exactOptional(documented(v.picklist(["CHECKING", "SAVINGS"]))),
            accountHolderName: documented(v.string()),
            ...created,
          }),
        ),
      ]),
    ),
    status: documented(v.picklist(["ACTIVE", "INACTIVE"])),
    statusReasons: documented(statusReasons),
  }),
);
