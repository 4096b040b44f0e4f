import { describe, expect, it, vi } from "vitest";
import { createRemoteWorld } from "../control/index.ts";
import { createSandbox, LOCAL_PAYER_ID, type SandboxEvent, type Seed, SeedError } from "../index.ts";
import { startSandbox } from "../server/index.ts";
import { bankAccount, card } from "../testing/fixture.ts";
import { paymentFixture, recipient } from "../testing/payment-fixture.ts";

const SEED: Seed = {
  settings: { vocabulary: "openapi", fees: { card: "3" } },
  payers: { ada: { contact: { firstName: "Ada", lastName: "Moreau", email: "ada@example.com" } } },
  paymentMethods: {
    visa: { payer: "ada", type: "CARD", data: { ...card, expirationYear: "2099" } },
    bank: { payer: "local", type: "BANK_ACCOUNT", data: bankAccount },
  },
  recipients: { beans: recipient },
  paymentIntents: {
    open: { payer: "ada", paymentMethod: "visa", recipient: "beans", targetAmount: { value: 100, currency: "USD" } },
    late: { payer: "ada", recipient: "beans", status: "EXPIRED" },
    sent: { payer: "ada", paymentMethod: "visa", recipient: "beans", targetAmount: { value: 10, currency: "USD" } },
    wanted: { payer: "local", paymentMethod: "bank", recipient: "beans", targetAmount: { value: 9, currency: "USD" } },
  },
  payments: {
    deposited: { paymentIntent: "sent", status: "DEPOSITED" },
    submitted: { paymentIntent: "wanted" },
  },
  faults: [{ operation: "createPayer", kind: "severed" }],
};

describe("a seed", () => {
  it("makes the records it describes, the same ids each time, and has them again after a reset", () => {
    const { control } = createSandbox({ seed: SEED });
    const first = control.state();
    expect(first.paymentIntents.map(({ status }) => status)).toEqual(["CAPTURABLE", "EXPIRED", "CAPTURED", "CAPTURED"]);
    expect(first.payments.map(({ status }) => status)).toEqual(["DEPOSITED", "SUBMITTED"]);
    expect(first.payments[0]?.history.map(({ status }) => status)).toEqual(["CHARGED", "IN_TRANSIT", "DEPOSITED"]);
    expect(first.paymentIntents[0]?.sourceAmount?.value).toBe(103);
    expect(control.faults()).toHaveLength(1);
    control.reset();
    const { payers, paymentMethods, recipients, paymentIntents, payments } = control.state();
    const idsOf = (...kinds: readonly (readonly { readonly id: string }[])[]) => kinds.flat().map(({ id }) => id);
    expect(idsOf(payers, paymentMethods, recipients, paymentIntents, payments)).toEqual(
      idsOf(first.payers, first.paymentMethods, first.recipients, first.paymentIntents, first.payments),
    );
  });

  it("returns the ids by name, and takes ids that it is given", () => {
    const { control } = createSandbox();
    const id = "7b0d3a0e-6a55-4d0c-8a3e-4f1d6a0f2b11";
    const contact = { firstName: "Ada", lastName: "Moreau", email: "ada@example.com" };
    const ids = control.seed({ payers: { ada: { id, contact }, jo: { contact } } });
    expect(ids.payers).toEqual({ local: LOCAL_PAYER_ID, ada: id, jo: expect.stringMatching(/^[0-9a-f-]{14}4/) });
    expect(control.state().payers.map((payer) => payer.id)).toEqual([LOCAL_PAYER_ID, id, ids.payers.jo]);
  });

  it("is told over HTTP, for one world alone", async () => {
    const sandbox = await startSandbox();
    try {
      const world = await createRemoteWorld(sandbox.origin);
      const { payments } = await world.seed(SEED);
      expect((await world.state()).payments.map(({ id }) => id)).toEqual([payments.deposited, payments.submitted]);
      expect(sandbox.control.state().payments).toEqual([]);
      await expect(world.seed({ payers: { x: {} } })).rejects.toThrow("payers.x.contact is required.");
    } finally {
      await sandbox.close();
    }
  });

  it.each([
    [
      "payers:\n  ada:\n    contact: { firstName: A, lastName: B, email: s3cret }\n",
      400,
      "payers.ada.contact.email must be",
    ],
    ["payers:\n  ada: {}\n  ada: {}\n", 400, "is not valid YAML at line 3, column 3"],
    ["payers: *s3cret\n", 400, "has an alias"],
    ["", 400, "The seed must be an object."],
    ["payers: &ada\n  ada: *ada\n", 400, "The seed is nested too deeply, or contains itself."],
    [`# ${"x".repeat(2 ** 20)}`, 413, "The body is longer than 1 MiB."],
  ])("in YAML is refused over HTTP when it is wrong, without a value: %#", async (body, status, message) => {
    const sandbox = await startSandbox();
    try {
      const headers = { "content-type": "application/yaml; charset=utf-8" };
      const response = await fetch(`${sandbox.origin}/control/seed`, { method: "POST", headers, body });
      const { error } = (await response.json()) as { error: string };
      expect([response.status, error]).toEqual([status, expect.stringContaining(message)]);
      expect(error).not.toContain("s3cret");
    } finally {
      await sandbox.close();
    }
  });

  it("sends no webhook of what it makes", async () => {
    const { control, payment } = paymentFixture({ seed: SEED });
    const seen: string[] = [];
    control.onWebhook(async (request) => {
      seen.push(((await request.json()) as SandboxEvent).data.type ?? "");
      return new Response();
    });
    control.seed({
      ...SEED,
      payers: {},
      paymentMethods: {},
      recipients: {},
      paymentIntents: {},
      payments: {},
      faults: [],
    });
    await payment();
    await control.waitFor("payment.state_change");
    expect(seen).toEqual(["CHARGED"]);
  });

  it("takes a name that every object has, and leaves out fields that are undefined", () => {
    const { control } = paymentFixture();
    const contact = { firstName: "Ada", lastName: "Moreau", email: "ada@example.com", phone: undefined };
    const { payers } = control.seed({ payers: { toString: { contact } }, settings: { autopilot: undefined as never } });
    expect(control.state().payers.map(({ id }) => id)).toContain(payers.toString);
  });

  it("refuses a seed that is nested too deeply, and changes nothing", () => {
    const { control } = paymentFixture();
    const before = control.state();
    const deep = JSON.parse(`${'{"payers":'.repeat(20_000)}{}${"}".repeat(20_000)}`);
    expect(() => control.seed(deep)).toThrow("The seed is nested too deeply, or contains itself.");
    expect(control.state()).toEqual(before);
  });

  it("that is wrong disturbs no payment in progress", async () => {
    const { control, intent, payIntent } = paymentFixture();
    const { id } = await intent();
    control.setProcessingTime(50);
    const paid = payIntent(id, crypto.randomUUID());
    await vi.waitFor(() => expect(control.state().paymentIntents[0]?.isBeingPaid).toBe(true));
    expect(() => control.seed({ ...SEED, payments: { p: { paymentIntent: "late" } } })).toThrow(SeedError);
    expect((await paid).status).toBe(200);
    expect(control.state().paymentIntents).toMatchObject([{ id, status: "CAPTURED" }]);
  });

  it("passes on an error of the seed's own getter", () => {
    const { control } = createSandbox();
    const error = new Error("The file is gone.");
    const seed: Seed = {
      get payers(): never {
        throw error;
      },
    };
    expect(() => control.seed(seed)).toThrow(error);
  });

  it("merges the fields of another record in YAML", async () => {
    const sandbox = await startSandbox();
    try {
      const contact = "contact: &contact { firstName: Ada, lastName: Moreau, email: ada@example.com }";
      const body = `payers:\n  ada: { ${contact} }\n  bo: { contact: { <<: *contact, firstName: Bo } }\n`;
      const headers = { "content-type": "application/yaml" };
      const response = await fetch(`${sandbox.origin}/control/seed`, { method: "POST", headers, body });
      expect(response.status).toBe(200);
      const contacts = sandbox.control.state().payers.map(({ contact: { firstName, email } }) => [firstName, email]);
      expect(contacts.slice(1)).toEqual([
        ["Ada", "ada@example.com"],
        ["Bo", "ada@example.com"],
      ]);
    } finally {
      await sandbox.close();
    }
  });

  const OTHER_ID = "7e57a11e-0000-4000-8000-000000000002";
  const usable = { contact: { firstName: "Ada", lastName: "Moreau", email: "ada@example.com" } };
  it.each<[object, string]>([
    [{ payer: {} }, "payer is not a known field."],
    [{ payers: [] }, "payers must be an object."],
    [
      { payers: { ada: usable, bo: { contact: { ...usable.contact, email: "nobody" } } } },
      "payers.bo.contact.email must be an e-mail address.",
    ],
    [{ payers: { local: usable } }, "payers.local is a name that is already used."],
    [{ payers: { constructor: usable } }, "payers.constructor is a name that cannot be used."],
    [JSON.parse('{"payers":{"__proto__":{}}}'), "payers.__proto__ is a name that cannot be used."],
    [
      { recipients: { beans: { ...recipient, payer: "toString" } } },
      "recipients.beans.payer must be a name under payers, or an id.",
    ],
    [
      { payers: { ada: { ...usable, id: OTHER_ID }, bo: { ...usable, id: OTHER_ID } } },
      "payers.bo.id is the id of another record of the seed.",
    ],
    [{ payers: { ada: { ...usable, id: "1" } } }, "payers.ada.id must be a UUID."],
    [
      { recipients: { beans: { ...recipient, payer: "bob" } } },
      "recipients.beans.payer must be a name under payers, or an id.",
    ],
    [{ recipients: { beans: { ...recipient, categoryId: LOCAL_PAYER_ID } } }, "recipients.beans"],
    [
      { paymentMethods: { c: { payer: "local", type: "CARD", data: { ...card, cvv: 1 } } } },
      "paymentMethods.c.data.cvv must be a string: write it in quotes.",
    ],
    [
      { paymentMethods: { c: { payer: "local", type: "CARD", data: { ...card, expirationYear: "2001" } } } },
      "paymentMethods.c cannot be created: data.expirationMonth and",
    ],
    [
      { ...SEED, payments: { p: { paymentIntent: "late" } } },
      "payments.p cannot be created: The payment intent is EXPIRED",
    ],
    [
      { ...SEED, payments: { p: { paymentIntent: "sent", status: "NOT_CAPTURED" } } },
      "payments.p.status cannot be used: The payment is CHARGED",
    ],
    [{ ...SEED, payments: { p: { paymentIntent: "sent", status: "GONE" } } }, "payments.p.status must be one of"],
    [
      { ...SEED, payments: { p: { paymentIntent: "sent", documents: ["invoice"] } } },
      "payments.p.documents.0 must be a type of document such as INVOICE.",
    ],
    [
      { ...SEED, payments: { p: { paymentIntent: "wanted", documents: ["GOVERNMENT_ISSUED_ID"] } } },
      "payments.p.documents cannot be used: The payment is SUBMITTED.",
    ],
    [
      { ...SEED, paymentIntents: { ...SEED.paymentIntents, late: { ...SEED.paymentIntents?.late, documents: [] } } },
      "paymentIntents.late.documents is not a known field.",
    ],
    [{ faults: [{ operation: "createPayer", kind: "rain" }] }, 'faults.0.kind must be one of "latency"'],
    [{ settings: { fees: { card: "much" } } }, "settings.fees.card must be a percentage"],
  ])("that is wrong names the field and changes nothing: %#", (seed, message) => {
    const { control } = createSandbox();
    const before = control.state();
    let error: unknown;
    try {
      control.seed(seed as Seed);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(SeedError);
    expect((error as Error).message).toContain(message);
    expect((error as Error).message).not.toContain(card.accountNumber);
    expect(control.state()).toEqual(before);
    expect(control.faults()).toEqual([]);
  });
});
