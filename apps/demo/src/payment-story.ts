import type { Client } from "@plastiq-connect/node";
import type { PaymentState, SandboxControl } from "@plastiq-connect/sandbox";
import { END_USER } from "./end-user.ts";
import { newOrderNumber, type Order, pay, quoteStep, recipientStep, refundStep, repeatStep } from "./payment-steps.ts";
import { expect, type Story } from "./story.ts";

const CALL = { endUser: END_USER };
const DOCUMENT = "GOVERNMENT_ISSUED_ID";

/** Options for the story of a payment. */
export interface PaymentStory {
  readonly client: Client;
  readonly payerId: string;
  readonly paymentMethodId: string;
  /** The local sandbox's control. */
  readonly control: SandboxControl;
}

/** The life of a payment against the local sandbox, from the recipient to the deposit, and the refund of another one. */
export async function tellPaymentStory(story: Story, parts: PaymentStory): Promise<void> {
  const { client, payerId, paymentMethodId, control } = parts;
  const order: Order = {
    number: newOrderNumber(),
    payerId,
    paymentMethodId,
    recipientId: await recipientStep(story, client),
  };
  const kept = (id: string): PaymentState => {
    const payment = control.state().payments.find((candidate) => candidate.id === id);
    expect(payment !== undefined, "The sandbox has no such payment.");
    return payment;
  };
  const status = async (id: string, wanted: string) => {
    const read = await client.payments.retrieve({ id, payerId }, CALL);
    expect(read.status === wanted && kept(id).status === wanted, `The payment is ${read.status}, not ${wanted}.`);
    return read;
  };

  const intent = await quoteStep(story, client, order, "100.00");

  const payment = await story.step(
    "Lose the first response to a payment: the retry returns the same payment",
    async () => {
      // The vendor acts, and the connection breaks before it says so.
      control.addFault({ operation: "createPayment", kind: "severed", carriedOut: true });
      const { data, response } = await pay(client, order, intent);
      const attempts = control.seen({ operation: "createPayment" });
      expect(attempts.length === 2, `The sandbox saw ${attempts.length} requests.`);
      expect(
        new Set(attempts.map(({ headers }) => headers["idempotency-key"])).size === 1,
        "The retry changed the key.",
      );
      expect(response.replayed === true, "The second response is not the first one, replayed.");
      const made = control.state().payments;
      expect(made.length === 1 && made[0]?.id === data.id, `The sandbox made ${made.length} payments.`);
      return {
        result: data,
        facts: [
          ["payment", data.id],
          ["status", `${data.status}`],
          ["requests", `${attempts.length}, under one idempotency key`],
          ["replayed", "yes: the first response, sent again"],
          ["payments made", `${made.length}`],
        ],
      };
    },
  );

  await repeatStep(story, client, { order, intent, payment });
  expect(control.state().payments.length === 1, "The retry made another payment.");

  await story.step("The vendor reviews the payment, and asks for a document", async () => {
    control.requestDocument(payment.id, DOCUMENT);
    await status(payment.id, "UNDER_REVIEW");
    return {
      result: undefined,
      facts: [
        ["status", "UNDER_REVIEW"],
        ["wanted", DOCUMENT],
      ],
    };
  });

  await story.step("Upload the document, without the API key", async () => {
    const file = new TextEncoder().encode("%PDF-1.7\n% An example.\n");
    const input = { type: DOCUMENT, fileType: "pdf", filename: "id.pdf", payer: { id: payerId } } as const;
    await client.documents.send({ ...input, payment: { id: payment.id } }, file, CALL);
    const [upload] = control.seen({ operation: "uploadDocument" });
    expect(upload?.bearer === null, "The upload carried a bearer token.");
    expect(kept(payment.id).requestedDocuments[0]?.isUploaded === true, "The review still waits for the document.");
    return { result: undefined, facts: [["uploaded", `id.pdf, ${file.length} bytes`]] };
  });

  await story.step("The payment is deposited", async () => {
    control.advancePayment(payment.id, "IN_TRANSIT");
    control.advancePayment(payment.id, "DEPOSITED");
    const { deliveryDate } = await status(payment.id, "DEPOSITED");
    const statuses = kept(payment.id).history.map((step) => step.status);
    return {
      result: undefined,
      facts: [
        ["statuses", statuses.join(", ")],
        ["delivery date", `${deliveryDate}`],
      ],
    };
  });

  const refunded = await refundStep(story, client, order);
  await status(refunded, "REFUNDED");
  await status(payment.id, "DEPOSITED");
}
