import { Ajv2020 } from "ajv/dist/2020.js";
import { fullFormats } from "ajv-formats/dist/formats.js";
import { describe, expect, it } from "vitest";
import { LOCAL_PAYER_ID, type OperationName } from "../index.ts";
import { operationNames, operations } from "../registry.ts";
import { address, bankAccount, card, NOW } from "../testing/fixture.ts";
import { check, paymentFixture, recipient } from "../testing/payment-fixture.ts";
import { openApiDocument } from "./document.ts";

// biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of the document
const spec = openApiDocument("http://any.host/api") as any;
const ajv = new Ajv2020({ formats: fullFormats, strict: false, allErrors: true });
ajv.addSchema(spec, "spec");

function pointer(...keys: readonly string[]): string {
  return `spec#/${keys.map((key) => encodeURIComponent(key.replaceAll("~", "~0").replaceAll("/", "~1"))).join("/")}`;
}

const objectOf = (name: OperationName) => spec.paths[operations[name].path][operations[name].method.toLowerCase()];

interface Field {
  readonly name: string;
  readonly source: string | undefined;
}

const componentOf = ($ref: string) => $ref.replace("#/components/schemas/", "");

/** The fields of an operation's response. One without a label of its own has that of the object around it. */
function fieldsOf(name: OperationName): Field[] {
  const fields: Field[] = [];
  // biome-ignore lint/suspicious/noExplicitAny: JSON Schema
  const walk = ({ $ref, ...labeled }: any, path: string, inherited: string | undefined) => {
    const schema = $ref === undefined ? labeled : { ...spec.components.schemas[componentOf($ref)], ...labeled };
    // biome-ignore lint/suspicious/noExplicitAny: JSON Schema
    for (const [field, value] of Object.entries<any>(schema.properties ?? {})) {
      const source = value["x-source"] ?? inherited;
      fields.push({ name: path + field, source });
      walk(value, `${path}${field}.`, source);
    }
    for (const part of [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.items ? [schema.items] : [])]) {
      walk(part, path, inherited);
    }
  };
  walk(objectOf(name).responses[200]?.content["application/json"].schema ?? {}, "", undefined);
  return fields;
}

function coverage(): string {
  const rows = operationNames.map((name) => {
    const { method, path, source } = operations[name];
    const inferred = fieldsOf(name).filter((field) => field.source === "inferred");
    const list = [...new Set(inferred.map((field) => `\`${field.name}\``))].join(", ") || "none";
    return `| \`${name}\` | \`${method} ${path}\` | ${source} | ${list} |`;
  });
  return `# What the sandbox covers

Generated from the labels in the code. A response field that is not listed as inferred is documented by the vendor. Rules
and states have rows in [INFERRED.md](./INFERRED.md).

| operation | route | the operation is | inferred fields of its response |
| --- | --- | --- | --- |
${rows.join("\n")}
`;
}

/** Calls every operation and refuses what the document does not describe. */
function validating() {
  const fixture = paymentFixture({ now: () => NOW });
  const called = new Set<OperationName>();
  const validate = (name: OperationName, part: readonly string[], value: unknown) => {
    const { path, method } = operations[name];
    const isValid = ajv.getSchema(
      pointer("paths", path, method.toLowerCase(), ...part, "content", "application/json", "schema"),
    );
    if (!isValid) throw new Error(`The document says nothing about the ${part[0]} of ${name}.`);
    if (!isValid(value)) throw new Error(`${name} ${part.join(" ")}: ${ajv.errorsText(isValid.errors)}`);
  };
  const call = async (
    name: OperationName,
    { id = "", query = "", body }: { id?: string; query?: string; body?: unknown } = {},
  ) => {
    const { path, method } = operations[name];
    const sent = body === undefined ? { method } : { method, body };
    const response = await fixture.call(path.replace("{id}", id) + query, sent);
    called.add(name);
    if (body !== undefined) validate(name, ["requestBody"], body);
    if (response.status >= 400) validate(name, ["responses", "default"], response.body);
    else if (response.status === 200) validate(name, ["responses", "200"], response.body);
    else expect([objectOf(name).responses[204], response.body]).toEqual([expect.anything(), null]);
    return response.body;
  };
  return { fixture, call, called };
}

describe("the OpenAPI document", () => {
  it("is served, unlogged", async () => {
    const { sandbox, control } = paymentFixture();
    const response = await sandbox.fetch(new Request("http://any.host/openapi.json"));
    expect(await response.json()).toEqual(JSON.parse(JSON.stringify(spec)));
    expect(control.seen()).toEqual([]);
  });

  it("has every operation by its name and labels it", () => {
    for (const name of operationNames) {
      expect([objectOf(name).operationId, objectOf(name)["x-source"]]).toEqual([name, operations[name].source]);
    }
    const described = Object.values<object>(spec.paths).flatMap((methods) => Object.values(methods));
    expect(described.map(({ operationId }) => operationId).sort()).toEqual([...operationNames].sort());
  });

  it.each(operationNames)("labels every field of the response of %s", (name) => {
    const { responses } = objectOf(name);
    expect(fieldsOf(name).filter(({ source }) => source === undefined)).toEqual([]);
    expect(fieldsOf(name).length > 0 || responses[204] !== undefined).toBe(true);
  });

  it("names the schema of every body, and of every object in one", () => {
    const { paths, components } = spec;
    expect(JSON.stringify(paths)).not.toContain('"properties":');
    const nested = Object.entries<{ properties?: object }>(components.schemas)
      .filter(([, { properties = {}, ...others }]) => JSON.stringify([properties, others]).includes('"properties":'))
      .map(([name]) => name);
    expect(nested).toEqual([]);
    const unnamed = operationNames.filter((name) => {
      const { requestBody = {}, responses } = objectOf(name);
      // biome-ignore lint/suspicious/noExplicitAny: JSON Schema
      const bodies: any[] = [requestBody, ...Object.values(responses)];
      return bodies.some(({ content }) => content && !content["application/json"]?.schema.$ref);
    });
    expect(unnamed).toEqual([]);
    expect(components.schemas).toMatchObject({
      Payer: {},
      NewPayer: {},
      PaymentIntent: {},
      PaymentList: {},
      Error: {},
    });
  });

  it("is summed up in COVERAGE.md", async () => {
    await expect(coverage()).toMatchFileSnapshot("../../COVERAGE.md");
  });

  it("describes the limits that JSON Schema can express", () => {
    const isValid = (name: string, value: unknown) => ajv.validate({ $ref: `spec#/components/schemas/${name}` }, value);
    const limits = [1, 99_999_999.99, 0.99, 100_000_000].map((value) =>
      isValid("UsdAmount", { value, currency: "USD" }),
    );
    expect(limits).toEqual([true, true, false, false]);
    const of = (changes: object) => isValid("Address", { ...address, ...changes });
    expect([of({}), of({ line1: " " }), of({ city: "" }), of({ country: "usa" })]).toEqual([true, false, false, false]);
  });

  it("describes every request and response of a walk through all operations", async () => {
    const { fixture, call, called } = validating();
    const payer = { id: LOCAL_PAYER_ID };
    const query = `?payerId=${LOCAL_PAYER_ID}`;
    const contact = { firstName: "Ada", lastName: "Moreau", phone: "4155550100" };
    const created = await call("createPayer", {
      body: { contact, identityDocuments: [{ type: "US_TIN", value: "1" }] },
    });
    await call("retrievePayer", { id: created.id });
    await call("updatePayer", { id: created.id, body: { businessName: "Beans" } });
    await call("deletePayer", { id: created.id });
    await call("retrievePayer", { id: created.id });
    await call("createClientSecret", { body: { payer, type: "CARD" } });
    await call("createWorkflowSecret", { body: {} });
    const data = { ...card, expirationYear: "2030" };
    const method = await call("createPaymentMethod", { body: { type: "CARD", data, payer } });
    const bank = await call("createPaymentMethod", { body: { type: "BANK_ACCOUNT", data: bankAccount, payer } });
    await call("updatePaymentMethod", { id: method.id, body: { type: "CARD", data: { cvv: "123" }, payer } });
    await call("listPaymentMethods", { query: `${query}&limit=1` });
    await call("retrievePaymentMethod", { id: bank.id, query });
    await call("deletePaymentMethod", { id: bank.id });
    await call("listCategories");
    const to = await call("createRecipient", {
      body: { ...recipient, receivingMethod: { ...check, normalize: true } },
    });
    await call("updateRecipient", {
      id: to.id,
      body: { businessAddress: { line1: "1 St", line2: null, country: "CA" } },
    });
    await call("retrieveRecipient", { id: to.id });
    await call("listRecipients");
    const targetAmount = { value: 100.5, currency: "USD" };
    const facts = { payer, recipient: { id: to.id }, paymentMethod: { id: method.id }, targetAmount };
    const intent = await call("createPaymentIntent", {
      body: { ...facts, details: { memo: "x" }, metadata: { a: [1] } },
    });
    await call("createPaymentIntent", { body: { payer, recipient } });
    await call("updatePaymentIntent", { id: intent.id, body: { targetAmount } });
    await call("retrievePaymentIntent", { id: intent.id, query });
    const payment = await call("createPayment", { body: { paymentIntent: { id: intent.id }, payer } });
    await call("createPayment", { body: { paymentIntent: { ...facts, recipient }, payer } });
    await call("createPayment", { body: facts });
    await call("createPayment", { body: { paymentIntent: { id: intent.id }, payer } });
    fixture.control.setVocabulary("openapi");
    await call("retrievePayment", { id: payment.id, query });
    fixture.control.setPagination("without");
    fixture.control.setIntentOnPayments("with");
    await call("listPayments", { query });
    const document = { type: "INVOICE", fileType: "pdf", filename: "a.pdf", payer, payment: { id: payment.id } };
    await call("createDocument", { body: document });
    await call("refundPayment", { id: payment.id, body: { payerId: LOCAL_PAYER_ID } });
    await call("deleteRecipient", { id: to.id });
    fixture.control.setErrorShape("guide");
    await call("retrieveRecipient", { id: to.id });
    expect([...called].sort()).toEqual([...operationNames].sort());
  });
});
