import * as v from "valibot";
import { type Address, addressSchemaWith, countrySchema } from "../../schema/address.ts";
import { fields } from "../../schema/fields.ts";
import { boolean, sameOf, textLike } from "../../schema/kind.ts";

type BankTransfer = {
  /** The holder of the account, 1 to 35 characters. */
  readonly beneficiaryName: string;
};

/** The way in which a recipient is paid. */
export type ReceivingMethod =
  | (BankTransfer & {
      /** A bank transfer in the US. */
      readonly type: "ACH";
      /** The account number, 6 to 17 digits. */
      readonly accountNumber: string;
      /** The bank's routing number, 9 digits. */
      readonly routingNumber: string;
      /** The country as an ISO 3166-1 alpha-2 code. One of the vendor's samples has it, and its reference does not. */
      readonly country?: string | undefined;
    })
  | (BankTransfer & {
      /** A bank transfer in Canada. */
      readonly type: "EFT";
      /** The account number, 1 to 35 letters and digits. */
      readonly accountNumber: string;
      /** The routing number: 9 digits according to the guide, such as `000301094`; 8 according to the reference. */
      readonly routingNumber: string;
      /** The country as an ISO 3166-1 alpha-2 code. Inferred: as for ACH. */
      readonly country?: string | undefined;
    })
  | (BankTransfer & {
      /** A wire. */
      readonly type: "WIRE";
      /** The account number, 1 to 35 letters and digits. */
      readonly accountNumber: string;
      /** The bank's routing number, 8 to 11 letters and digits. */
      readonly routingNumber: string;
      /** The country as an ISO 3166-1 alpha-2 code. The reference documents only `US`; others are inferred. */
      readonly country: string;
    })
  | (Address & {
      /** A check by mail to this address. */
      readonly type: "CHECK";
      /** Lets the vendor verify and correct the address. Default: false. */
      readonly normalize?: boolean | undefined;
    });

/**
 * Returns the schema of the receiving method of this type. Selected by hand, so that an error names the fields of one
 * type only.
 */
export function receivingMethodSchema(type: unknown): v.GenericSchema<ReceivingMethod> {
  const kind = sameOf(type, "ACH", "EFT", "WIRE", "CHECK");
  const schema =
    type === "CHECK"
      ? addressSchemaWith({ type: kind, normalize: v.optional(boolean()) })
      : fields({
          type: kind,
          beneficiaryName: textLike(/^.{1,35}$/s, "must be 1 to 35 characters"),
          accountNumber:
            type === "ACH"
              ? textLike(/^\d{6,17}$/, "must be 6 to 17 digits")
              : textLike(/^[\da-z]{1,35}$/i, "must be 1 to 35 letters and digits"),
          routingNumber:
            type === "WIRE"
              ? textLike(/^[\da-z]{8,11}$/i, "must be 8 to 11 letters and digits")
              : type === "EFT"
                ? textLike(/^\d{8,9}$/, "must be 8 or 9 digits")
                : textLike(/^\d{9}$/, "must be 9 digits"),
          country: type === "WIRE" ? countrySchema() : v.optional(countrySchema()),
        });
  return schema as v.GenericSchema<unknown> as v.GenericSchema<ReceivingMethod>;
}
