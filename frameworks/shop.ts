import type { RunningSandbox } from "@plastiq-connect/sandbox/server";
import { shopSeed } from "../apps/recipes/src/testing/shop-seed.ts";

export { CARD } from "../apps/recipes/src/testing/shop-seed.ts";

/** Creates the recipient that the applications' order names. */
export async function createRecipient({ control }: RunningSandbox): Promise<void> {
  const { recipients } = await shopSeed();
  control.seed({ recipients });
}

/** Stores a card of the payer, and returns its id. */
export async function storeCard({ control }: RunningSandbox): Promise<string> {
  const { paymentMethods } = await shopSeed();
  return control.seed({ paymentMethods }).paymentMethods.card as string;
}
