import { describe, expect, it } from "vitest";
import { isConnectError } from "../error.ts";
import { type Address, addressSchema, checkPostalCode } from "./address.ts";
import { checkInput } from "./check-input.ts";

const CENTRAL = { line1: "1 Queen's Road", city: "Central", state: "Hong Kong Island", country: "HK" };

function refusal(address: Partial<Address>): unknown {
  try {
    return checkInput(addressSchema(), address);
  } catch (error) {
    return isConnectError(error) ? error.fields : error;
  }
}

it.each([null, 0, "", true, []])("is refused as %j, which an empty form sends", (address) => {
  expect(refusal(address as never)).toEqual(Array.isArray(address) ? ["line1", "city", "state", "country"] : []);
});

describe("a postal code", () => {
  it.each(["HK", "IE", "AE", "QA", "PA", "BS", "JM", "ZW", "AO", "MO"])("is optional in %s", (country) => {
    for (const postalCode of [undefined, "", "  "]) {
      expect(checkPostalCode(postalCode, country)).toBeUndefined();
      expect(checkInput(addressSchema(), { ...CENTRAL, country, postalCode })).toEqual({ ...CENTRAL, country });
    }
    expect(checkInput(addressSchema(), { ...CENTRAL, country })).toEqual({ ...CENTRAL, country });
  });

  it.each(["US", "CA", "GB", "DE", "FR", "NL", "AU", "JP", "IN", "BR", "MX", "SG"])("is required in %s", (country) => {
    for (const postalCode of [undefined, "", " "]) {
      expect(checkPostalCode(postalCode, country)).toBe("missing");
      expect(refusal({ ...CENTRAL, country, postalCode })).toEqual(["postalCode"]);
    }
  });

  it.each(["9410", "941033", "9-", "ABCDE", "94103-12", "SW1A 1AA"])(
    "must be a ZIP code in the US, unlike %j",
    (code) => {
      expect(checkPostalCode(code, "US")).toBe("malformed");
      expect(refusal({ ...CENTRAL, country: "US", postalCode: code })).toEqual(["postalCode"]);
    },
  );

  it.each(["94103", "00501", "94103-1234"])("can be the ZIP code %s in the US", (postalCode) => {
    const address = { ...CENTRAL, country: "US", postalCode };
    expect(checkInput(addressSchema(), address)).toEqual(address);
  });

  it("is not checked by its form elsewhere", () => {
    expect(checkPostalCode("K1A 0B1", "CA")).toBeUndefined();
    expect(checkPostalCode("D02 AF30", "IE")).toBeUndefined();
  });

  it.each(["", "U", "S A", "USA"])("is not checked while the country is %j, which is refused alone", (country) => {
    for (const postalCode of [undefined, "K1A 0B1"]) {
      expect(checkPostalCode(postalCode, country)).toBeUndefined();
      expect(refusal({ ...CENTRAL, country, postalCode })).toEqual(["country"]);
    }
  });

  it("is refused together with the other fields", () => {
    expect(refusal({ line1: "", city: "Austin", country: "US" })).toEqual(["line1", "state", "postalCode"]);
  });
});
