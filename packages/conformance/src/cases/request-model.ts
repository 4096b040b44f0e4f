import type { CallCase, CaseOperation } from "../case.ts";
import { exactly } from "../pattern.ts";
import { BANK_ACCOUNT, CARD, PERSON } from "../samples.ts";

const MINTED = { status: 200, body: { clientSecret: "{clientSecret}" } };

const wire = (
  name: string,
  rule: string,
  operation: CaseOperation,
  input: unknown,
  request: { readonly method: string; readonly path: string; readonly body: unknown },
): CallCase => ({
  name: `request-model/${name}`,
  rule,
  kind: "call",
  operation,
  input,
  responses: [operation === "createClientSecret" ? MINTED : { status: 200, body: { id: "id-1" } }],
  expected: { requests: 1, request: { ...request, body: exactly(request.body) } },
});

const refused = (operation: CaseOperation, name: string, input: unknown, ...details: readonly string[]): CallCase => ({
  name: `request-model/${name}`,
  rule: "Invalid input is not sent. The error names every invalid field, and no value.",
  kind: "call",
  operation,
  input,
  hidden: ["canary"],
  responses: [MINTED],
  expected: { requests: 0, error: { code: "input_invalid", outcome: "not-sent", attempts: 0, details } },
});

const PAYER = { id: "{payer}" };
const card = (data: object): unknown => ({ type: "CARD", data: { ...CARD, ...data } });

/** Cases about accepted and refused input. */
export const REQUEST_MODEL_CASES: readonly CallCase[] = [
  wire(
    "mint",
    "The type is always sent.",
    "createClientSecret",
    { payer: PAYER },
    {
      method: "POST",
      path: "/api/client-secrets",
      body: { payer: PAYER, type: "CARD" },
    },
  ),
  wire("card", "A card is sent unchanged.", "spend", card({}), {
    method: "POST",
    path: "/api/payment-methods",
    body: { type: "CARD", data: CARD },
  }),
  wire(
    "bank-account",
    "A bank account is sent unchanged.",
    "spend",
    { type: "BANK_ACCOUNT", data: BANK_ACCOUNT },
    {
      method: "POST",
      path: "/api/payment-methods",
      body: { type: "BANK_ACCOUNT", data: BANK_ACCOUNT },
    },
  ),
  wire("payer", "A payer is sent unchanged.", "createPayer", PERSON, {
    method: "POST",
    path: "/api/payers",
    body: PERSON,
  }),
  {
    name: "request-model/retrieve",
    rule: "A payer is retrieved by its id.",
    kind: "call",
    operation: "retrievePayer",
    expected: { requests: 1, request: { method: "GET", path: "/api/payers/{payer}" }, value: { id: "{payer}" } },
  },
  refused("createClientSecret", "no-payer", {}, "payer is missing"),
  refused("createClientSecret", "payer-id-is-none", { payer: { id: "canary" } }, "payer.id must be a UUID"),
  refused("createClientSecret", "unknown-field", { payer: PAYER, amount: "canary" }, "amount is not a known field"),
  refused("createClientSecret", "unknown-type", { payer: PAYER, type: "canary" }, 'type must be "CARD"'),
  refused("retrievePayer", "path-cannot-be-left", "../client-secrets?canary", "id must be a UUID"),
  refused(
    "createPayer",
    "no-way-to-reach",
    { contact: { firstName: "Jen", lastName: "Doe" } },
    "contact needs an email or a phone",
  ),
  refused(
    "spend",
    "number-with-spaces",
    card({ accountNumber: "3782 822463 10005" }),
    "data.accountNumber must be 8 to 19 digits, without spaces",
  ),
  refused("spend", "year-of-two-digits", card({ expirationYear: "49" }), "data.expirationYear must be four digits"),
  refused(
    "spend",
    "month-of-one-digit",
    card({ expirationMonth: "1" }),
    'data.expirationMonth must be two digits, "01" to "12"',
  ),
  refused("spend", "unknown-field-of-a-card", card({ nickname: "canary" }), "data.nickname is not a known field"),
  refused(
    "spend",
    "every-field-is-named",
    card({ cvv: "1", cardHolderName: "", billingAddress: { ...CARD.billingAddress, country: "USA" } }),
    "data.cardHolderName must not be empty",
    "data.cvv must be 3 or 4 digits",
    "data.billingAddress.country must be an ISO 3166-1 alpha-2 code, such as US",
  ),
];
