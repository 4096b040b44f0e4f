import * as v from "valibot";
import type { SandboxOperation } from "../operation.ts";
import type { PayerRecord } from "../payers.ts";
import { address, country, email, phone, text } from "../schemas/fields.ts";
import { parseBody } from "../schemas/parse-body.ts";

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

const requestBody = v.strictObject({
  contact,
  businessName: v.exactOptional(text()),
  businessAddress: v.exactOptional(address),
  identityDocuments: v.exactOptional(v.array(identityDocument)),
});

/**
 * Creates a payer.
 * @see https://docs.developer.plastiq.com/docs/creating-payers
 */
export const createPayer: SandboxOperation = {
  name: "createPayer",
  method: "POST",
  path: "/api/payers",
  browser: false,
  carryOut(call, world) {
    const { identityDocuments = [], ...given } = parseBody(requestBody, call.body);
    const payer: PayerRecord = {
      ...given,
      id: crypto.randomUUID(),
      createdAt: new Date(world.clock.now()).toISOString(),
      status: "ACTIVE",
      identityDocuments: identityDocuments.map(({ type }) => ({ type, id: crypto.randomUUID() })),
    };
    world.payers.add(payer);
    return payer;
  },
};
