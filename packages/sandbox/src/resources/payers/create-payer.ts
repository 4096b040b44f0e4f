import * as v from "valibot";
import { defineOperation, END_USER_HEADERS, type SandboxOperation } from "../../operation/operation.ts";
import { ok } from "../../operation/reply.ts";
import { address, country, email, phone, text } from "../../schema/fields.ts";
import { payers } from "./payer.ts";

const contact = v.pipe(
  v.strictObject({
    firstName: text(),
    lastName: text(),
    email: v.exactOptional(email),
    phone: v.exactOptional(phone),
  }),
  // The OpenAPI file's oneOf refuses both together; the guide recommends giving both. The guide is followed.
  v.check((given) => given.email !== undefined || given.phone !== undefined, "needs an email or a phone"),
);

const identityDocument = v.strictObject({
  type: v.picklist(["US_TIN", "US_EIN", "US_SSN", "PASSPORT_NUMBER", "ALIEN_REGISTRATION_NUMBER"]),
  value: text(),
  countryOfIssuance: v.exactOptional(country),
});

/**
 * Creates a payer.
 * @see https://docs.developer.plastiq.com/docs/creating-payers
 */
export const createPayer: SandboxOperation = defineOperation({
  method: "POST",
  path: "/payers",
  headers: END_USER_HEADERS,
  body: v.strictObject({
    contact,
    businessName: v.exactOptional(text()),
    businessAddress: v.exactOptional(address),
    identityDocuments: v.exactOptional(v.array(identityDocument)),
  }),
  carryOut({ account, body: { identityDocuments = [], ...given }, now, random }) {
    const payer = account.records(payers).put({
      ...given,
      id: random.uuid(),
      createdAt: new Date(now).toISOString(),
      status: "ACTIVE",
      identityDocuments: identityDocuments.map(({ type }) => ({ type, id: random.uuid() })),
    });
    return ok(payer);
  },
});
