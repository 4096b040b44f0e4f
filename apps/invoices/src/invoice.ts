import type { AmountInput, CreateRecipientRequest } from "@plastiq-connect/core";

/** An invoice to pay, as your own data has it. No part of it comes from a browser. */
export interface Invoice {
  /** Your number of the invoice. */
  readonly number: string;
  /** The payer who owes it. Nobody else sees it. */
  readonly payerId: string;
  /** The purpose of the invoice. */
  readonly description: string;
  /** The day by which it must be paid, such as `2026-12-15`. */
  readonly dueDate: string;
  /** The amount that the recipient gets. */
  readonly amount: AmountInput;
  /** The recipient. Its category is added when it is created at the vendor. */
  readonly recipient: Omit<CreateRecipientRequest, "categoryId"> & { readonly businessName: string };
}

/** Returns the invoice with a number, or undefined when there is none. */
export type FindInvoice = (number: string) => Invoice | undefined;

const PAYER_OF_JEN = "3f2c9a54-7d1e-4b86-9c0a-5e8d1f7b2a63";

/** Returns the demo's invoices: every number of four digits is one, and Jen owes it. Read your own table here. */
export const demoInvoice: FindInvoice = (number) =>
  /^[1-9]\d{3}$/.test(number)
    ? {
        number,
        payerId: PAYER_OF_JEN,
        description: "Spring delivery, 40 crates",
        dueDate: "2026-12-15",
        amount: { value: "1250.00", currency: "USD" },
        recipient: {
          businessName: "Coffee Beans Supply Co.",
          businessAddress: { line1: "1 Main St", city: "Cupertino", state: "CA", postalCode: "95014", country: "US" },
          contact: { email: "billing@example.com" },
          receivingMethod: {
            type: "ACH",
            accountNumber: "3829473294723",
            routingNumber: "021000021",
            beneficiaryName: "Coffee Beans Supply Co.",
          },
        },
      }
    : undefined;
