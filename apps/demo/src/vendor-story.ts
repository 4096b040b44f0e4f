import { createClient } from "@plastiq-connect/node";
import { EXAMPLE_CARD } from "./card.ts";
import { END_USER } from "./end-user.ts";
import { expectedError, factsOf } from "./expected-error.ts";
import { newOrderNumber, pay, quoteStep, recipientStep, refundStep, repeatStep } from "./payment-steps.ts";
import { expect, type Story } from "./story.ts";

/** The clients and ids that the steps at the vendor use. */
export interface VendorStory {
  /** Mint only, for this payer: in production nothing is created. */
  readonly production: boolean;
  readonly payer: string | undefined;
}

/** The part of the story that needs no local sandbox, against the vendor's sandbox or production. */
export async function tellVendorStory(story: Story, { production, payer }: VendorStory): Promise<void> {
  const client = createClient(production ? { environment: "production" } : {});
  try {
    const id =
      payer ??
      (await story.step(`Create a payer at ${client.baseUrl}`, async () => {
        const contact = { firstName: "Ada", lastName: "Example", email: "ada@example.com" };
        const { id } = await client.payers.create({ contact }, { endUser: END_USER });
        return { result: id, facts: [["payer", id]] };
      }));

    const secret = await story.step(`Mint a client secret at ${client.baseUrl}`, async () => {
      const result = await client.clientSecrets.create({ payer: { id } }, { endUser: END_USER });
      expect(!result.expired, "The secret has already expired.");
      return {
        result,
        facts: [
          ["client secret", `${result}`],
          ["trace id", result.traceId],
        ],
      };
    });
    if (production) return;

    const input = { type: "CARD", data: EXAMPLE_CARD } as const;
    const spend = () => client.paymentMethods.create(input, { endUser: END_USER, clientSecret: secret });
    const paymentMethodId = await story.step(
      "Spend the secret on the example card of the vendor's API description",
      async () => {
        const { id } = await spend();
        return { result: id, facts: [["payment method", id]] };
      },
    );

    await story.step("Spend it again: refused, because it works once", async () => {
      const error = await expectedError(spend());
      // With which status and code, the vendor's documentation does not say.
      expect(error.outcome === "rejected", "The second spend was not refused.");
      return { result: undefined, facts: factsOf(error) };
    });

    const order = {
      number: newOrderNumber(),
      payerId: id,
      paymentMethodId,
      recipientId: await recipientStep(story, client),
    };
    const intent = await quoteStep(story, client, order, "100.00");
    const payment = await story.step("Pay", async () => {
      const { data } = await pay(client, order, intent);
      return {
        result: data,
        facts: [
          ["payment", data.id],
          ["status", `${data.status}`],
        ],
      };
    });
    await repeatStep(story, client, { order, intent, payment });
    await refundStep(story, client, order);
    story.skipped(
      "the lost response, the review, the document and the deposit",
      "Only this program's local sandbox can control these steps",
    );
  } finally {
    await client.close();
  }
}
