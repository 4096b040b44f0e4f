import type { CreatePaymentIntentRequest, CreateRecipientRequest } from "@plastiq-connect/core";
import type { RecordName } from "../case.ts";
import { fill } from "../fill-placeholders.ts";
import { ADDRESS, CARD } from "../samples.ts";
import type { SandboxHandle } from "../subject.ts";

interface RecordRow {
  readonly needs: readonly RecordName[];
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly body?: unknown;
  /** The id that replaces its own in cases with canned responses. */
  readonly cannedId: string;
}

/** A recipient that the sandbox accepts. */
export const RECIPIENT: CreateRecipientRequest = {
  businessName: "Coffee Beans Supply Co.",
  categoryId: "{category}",
  businessAddress: { line1: "19439 Stevens Creek Blvd", country: "US" },
  contact: { email: "bob@example.com" },
  receivingMethod: { type: "CHECK", ...ADDRESS },
};

/** A payment intent that the sandbox accepts, and can capture. */
export const INTENT: CreatePaymentIntentRequest = {
  payer: { id: "{payer}" },
  recipient: { id: "{recipient}" },
  paymentMethod: { id: "{paymentMethod}" },
  targetAmount: { value: 100.25, currency: "USD" },
};

/** How each record is made, without the subject. */
const RECORDS: Readonly<Record<RecordName, RecordRow>> = {
  category: {
    needs: [],
    method: "GET",
    path: "/categories",
    cannedId: "0c1de5b2-4a0f-4a57-8a43-2c9f3b7e1d01",
  },
  paymentMethod: {
    needs: [],
    method: "POST",
    path: "/payment-methods",
    body: { type: "CARD", data: CARD, payer: { id: "{payer}" } },
    cannedId: "0c1de5b2-4a0f-4a57-8a43-2c9f3b7e1d02",
  },
  recipient: {
    needs: ["category"],
    method: "POST",
    path: "/recipients",
    body: RECIPIENT,
    cannedId: "0c1de5b2-4a0f-4a57-8a43-2c9f3b7e1d03",
  },
  paymentIntent: {
    needs: ["recipient", "paymentMethod"],
    method: "POST",
    path: "/payment-intents",
    body: INTENT,
    cannedId: "0c1de5b2-4a0f-4a57-8a43-2c9f3b7e1d04",
  },
  payment: {
    needs: ["paymentIntent"],
    method: "POST",
    path: "/payments",
    body: { paymentIntent: { id: "{paymentIntent}" }, payer: { id: "{payer}" } },
    cannedId: "0c1de5b2-4a0f-4a57-8a43-2c9f3b7e1d05",
  },
  equalPayment: {
    needs: ["paymentMethod", "recipient"],
    method: "POST",
    path: "/payments",
    body: INTENT,
    cannedId: "",
  },
  refund: {
    needs: ["payment"],
    method: "POST",
    path: "/payments/{payment}/refunds",
    body: { payerId: "{payer}" },
    cannedId: "",
  },
};

/** The ids of all records in cases with canned responses. */
export const CANNED_IDS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(RECORDS).map(([name, { cannedId }]) => [name, cannedId]),
);

/** Makes records and what they need in the sandbox. Returns their ids by name. */
export async function makeRecords(
  names: readonly RecordName[],
  sandbox: SandboxHandle,
): Promise<Readonly<Record<string, string>>> {
  const ids: Record<string, string> = {};
  const make = async (name: RecordName): Promise<void> => {
    if (name in ids) return;
    const { needs, method, path, body } = RECORDS[name];
    for (const needed of needs) await make(needed);
    const texts = { payer: sandbox.payerId, ...ids };
    const made = await sandbox.request(method, fill(path, texts), fill(body, texts));
    const [first] = Array.isArray(made.data) ? made.data : [made];
    ids[name] = String(first?.id ?? "");
  };
  for (const name of names) await make(name);
  return ids;
}
