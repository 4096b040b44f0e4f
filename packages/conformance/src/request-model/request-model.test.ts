import { isConnectError } from "@plastiq-connect/core";
import {
  createClientSecretOperation,
  createPayerOperation,
  createPaymentMethodOperation,
  type Operation,
} from "@plastiq-connect/core/adapter";
import { createSandbox, LOCAL_API_KEY, LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { differences } from "./differences.ts";

type Field = readonly (string | number)[];

/** An operation and an input with every field that the client's request model knows. A new operation is a row here. */
interface Row {
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: the inputs of all operations, and wrong ones
  readonly operation: Operation<any, any>;
  readonly input: object;
}

const address = {
  line1: "360 9th St.",
  line2: "Suite 4",
  city: "San Francisco",
  state: "CA",
  postalCode: "94103",
  country: "US",
};
const payer = { id: LOCAL_PAYER_ID };
const rows: readonly Row[] = [
  { name: "a client secret", operation: createClientSecretOperation, input: { payer, type: "CARD" } },
  {
    name: "a payer",
    operation: createPayerOperation,
    input: {
      contact: { firstName: "Ada", lastName: "Moreau", email: "ada@example.com", phone: "4155550100" },
      businessName: "Harbour Print Works",
      businessAddress: address,
      identityDocuments: [{ type: "PASSPORT_NUMBER", value: "X1234567", countryOfIssuance: "FR" }],
    },
  },
  {
    name: "a card",
    operation: createPaymentMethodOperation,
    input: {
      type: "CARD",
      payer,
      data: {
        cardHolderName: "Jen Doe",
        accountNumber: "4242424242424242",
        cvv: "123",
        expirationMonth: "12",
        expirationYear: "2099",
        billingAddress: address,
      },
    },
  },
  {
    name: "a bank account",
    operation: createPaymentMethodOperation,
    input: {
      type: "BANK_ACCOUNT",
      payer,
      data: {
        accountHolderName: "Jane Payer",
        accountNumber: "41541433888",
        routingNumber: "211371120",
        accountType: "CHECKING",
        billingAddress: address,
      },
    },
  },
];

/** Every field of an input, objects and lists included. */
function fieldsOf(value: unknown, path: Field = []): readonly Field[] {
  if (typeof value !== "object" || value === null) return [path];
  const inner = Object.entries(value).flatMap(([key, field]) =>
    fieldsOf(field, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  return path.length === 0 ? inner : [path, ...inner];
}

function withField(input: object, field: Field, value: unknown): object {
  const copy = structuredClone(input) as Record<string, unknown>;
  const parent = field.slice(0, -1).reduce<Record<string | number, unknown>>((at, key) => at[key] as never, copy);
  const last = field.at(-1) as string;
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return copy;
}

/** Posts what the client would send; what the client refuses, as it is. */
async function verdicts({ operation, input }: Row): Promise<{ client: boolean; sandbox: boolean; details: string }> {
  let body = JSON.stringify(input);
  let client = true;
  try {
    body = operation.encode(input, { headers: {} }).body ?? "";
  } catch (error) {
    if (!isConnectError(error)) throw error;
    client = false;
  }
  const { path } = operation.encode(rows.find((row) => row.operation === operation)?.input, { headers: {} });
  const headers = {
    authorization: `Bearer ${LOCAL_API_KEY}`,
    "user-agent": "test",
    "content-type": "application/json",
  };
  const request = new Request(`https://sandbox.test/api${path}`, { method: "POST", headers, body });
  const response = await sandbox.fetch(request);
  return { client, sandbox: response.ok, details: response.ok ? "" : await response.text() };
}

const sandbox = createSandbox();
const met = new Set<(typeof differences)[number]>();

async function expectAgreement(row: Row, field: Field, value: unknown): Promise<void> {
  const { client, sandbox, details } = await verdicts({ ...row, input: withField(row.input, field, value) });
  if (client === sandbox) return;
  const acceptedBy = client ? "client" : "sandbox";
  const name = field.join(".");
  const listed = differences.find(
    (difference) =>
      difference.acceptedBy === acceptedBy && (difference.field?.test(name) ?? true) && difference.matches(value),
  );
  if (listed) met.add(listed);
  expect(listed, `${name} = ${JSON.stringify(value)} is accepted by the ${acceptedBy} only. ${details}`).toBeDefined();
}

const BOUNDARIES: readonly unknown[] = [
  undefined,
  null,
  "",
  " ",
  "x",
  "x".repeat(255),
  "x".repeat(256),
  "o'brien@example.com",
  "Zoë 漢字",
  "00",
  "12",
  "999",
  "94103-1234",
  "123456789",
  "4242424242424241",
  "XX",
  "FR",
  "CARD",
  LOCAL_PAYER_ID.toUpperCase(),
  0,
  true,
  {},
  [],
];

const anything = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.string({ unit: "grapheme", maxLength: 300 }),
  fc.stringMatching(/^\d{1,20}$/),
  fc.stringMatching(/^[A-Z]{2}$/),
  fc.emailAddress(),
  fc.uuid(),
  fc.jsonValue({ maxDepth: 2 }),
);

describe("client and sandbox agree on every field of", () => {
  it.each(rows)("$name", async (row) => {
    expect(await verdicts(row)).toMatchObject({ client: true, sandbox: true });
    for (const field of fieldsOf(row.input)) {
      for (const value of BOUNDARIES) await expectAgreement(row, field, value);
      await fc.assert(
        fc.asyncProperty(anything, (value) => expectAgreement(row, field, value)),
        { numRuns: 25 },
      );
    }
  });

  it.each(rows)("$name that does not exist", async (row) => {
    // JSON has no names in a list.
    for (const field of fieldsOf(row.input).filter((path) => typeof path.at(-1) === "string")) {
      await expectAgreement(row, [...field.slice(0, -1), "notAField"], "x");
    }
  });

  it("accept the same but for what is listed as a difference, and each of those still is one", () => {
    expect(differences.filter((difference) => !met.has(difference)).map(({ why }) => why)).toEqual([]);
  });
});
