import * as v from "valibot";
import { country, line2, text, textLike } from "../../schema/fields.ts";
import { documented, inferred, named } from "../../schema/label.ts";
import { object } from "../../schema/object.ts";

/** How a recipient gets the money, as in a request. */
export type ReceivingMethod =
  | {
      readonly type: "ACH" | "EFT" | "WIRE";
      readonly accountNumber: string;
      readonly routingNumber: string;
      readonly beneficiaryName: string;
      readonly country?: string;
    }
  | {
      readonly type: "CHECK";
      readonly line1: string;
      readonly line2?: string | null;
      readonly city: string;
      readonly state: string;
      readonly postalCode: string;
      readonly country: string;
      readonly normalize?: boolean;
    };

/** A receiving method in a response: of an account number, the last four characters. */
export type ReceivingMethodRecord =
  | {
      readonly type: "ACH" | "EFT" | "WIRE";
      readonly accountLastFour: string;
      readonly routingNumber: string;
      readonly beneficiaryName: string;
      readonly country?: string;
    }
  | {
      readonly type: "CHECK";
      readonly line1: string;
      readonly line2?: string | null;
      readonly city: string;
      readonly state: string;
      readonly postalCode: string;
      readonly country: string;
    };

const beneficiaryName = text(35);

const checkAddress = {
  line1: text(),
  line2,
  city: text(),
  state: text(),
  postalCode: text(20),
  country,
};

/** A receiving method in a request. Its `type` decides its fields. */
export const receivingMethod: v.GenericSchema<ReceivingMethod> = named(
  "NewReceivingMethod",
  v.variant("type", [
    named(
      "NewAch",
      object({
        type: v.literal("ACH"),
        accountNumber: textLike(/^\d{6,17}$/, "must be 6 to 17 digits"),
        routingNumber: textLike(/^\d{9}$/, "must be 9 digits"),
        beneficiaryName,
        country: v.exactOptional(country),
      }),
    ),
    named(
      "NewEft",
      object({
        type: v.literal("EFT"),
        accountNumber: textLike(/^[0-9A-Za-z]{1,35}$/, "must be 1 to 35 letters and digits"),
        routingNumber: textLike(/^\d{8,9}$/, "must be 8 or 9 digits"),
        beneficiaryName,
        country: v.exactOptional(country),
      }),
    ),
    named(
      "NewWire",
      object({
        type: v.literal("WIRE"),
        accountNumber: textLike(/^[0-9A-Za-z]{1,35}$/, "must be 1 to 35 letters and digits"),
        routingNumber: textLike(/^[0-9A-Za-z]{8,11}$/, "must be 8 to 11 letters and digits"),
        beneficiaryName,
        country: v.literal("US"),
      }),
    ),
    named("NewCheck", object({ type: v.literal("CHECK"), ...checkAddress, normalize: v.exactOptional(v.boolean()) })),
  ]),
);

const account = {
  accountLastFour: inferred(v.string()),
  routingNumber: documented(v.string()),
  beneficiaryName: documented(v.string()),
  country: v.exactOptional(inferred(v.string())),
};

/** A receiving method in a response. */
export const receivingMethodResponse: v.GenericSchema<ReceivingMethodRecord> = named(
  "ReceivingMethod",
  v.variant("type", [
    named("BankTransfer", object({ type: documented(v.picklist(["ACH", "EFT", "WIRE"])), ...account })),
    named(
      "Check",
      object({
        type: documented(v.literal("CHECK")),
        line1: inferred(v.string()),
        line2: v.exactOptional(inferred(v.nullable(v.string()))),
        city: inferred(v.string()),
        state: inferred(v.string()),
        postalCode: inferred(v.string()),
        country: inferred(v.string()),
      }),
    ),
  ]),
);

/** Returns what a response shows of a receiving method. An address that asked for `normalize` comes back corrected. */
export function receivingMethodRecord(given: ReceivingMethod): ReceivingMethodRecord {
  if (given.type !== "CHECK") {
    const { accountNumber, ...shown } = given;
    return { ...shown, accountLastFour: accountNumber.slice(-4) };
  }
  const { normalize = false, ...address } = given;
  return normalize ? corrected(address) : address;
}

type Check = Extract<ReceivingMethodRecord, { type: "CHECK" }>;

/** Stands in for the vendor's correction of an address: capitals, as postal services print it. */
function corrected({ type, line2, country: inCountry, ...address }: Check): Check {
  return {
    type,
    line1: address.line1.toUpperCase(),
    ...(line2 === undefined ? {} : { line2: line2 === null ? null : line2.toUpperCase() }),
    city: address.city.toUpperCase(),
    state: address.state.toUpperCase(),
    postalCode: address.postalCode.toUpperCase(),
    country: inCountry,
  };
}
