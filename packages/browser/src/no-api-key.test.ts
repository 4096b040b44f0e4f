import { expect, it, vi } from "vitest";
import { fetchClientSecret, tokenizeBankAccount, tokenizeCard } from "./index.ts";
import { CARD } from "./testing/card.ts";
import { errorOf } from "./testing/error-of.ts";

const KEY = "sk-SENSITIVE";
const fetch = vi.fn();

it.each(["apiKey", "accessToken"])("refuses %s at run time, without repeating it", async (name) => {
  const options = { [name]: KEY, fetch, clientSecret: "s", card: CARD, endpoint: "https://shop.test/" };
  for (const call of [fetchClientSecret, tokenizeCard, tokenizeBankAccount] as ((
    options: unknown,
  ) => Promise<unknown>)[]) {
    const error = await errorOf(call(options));
    expect(error).toMatchObject({ code: "configuration_invalid", outcome: "not-sent" });
    expect(error.message).toContain(name);
    expect(`${error.stack}${JSON.stringify(error)}`).not.toContain(KEY);
  }
  expect(fetch).not.toHaveBeenCalled();
});

it.each([undefined, null, "/client-secret"])("refuses options that are %o", async (options) => {
  for (const call of [fetchClientSecret, tokenizeCard, tokenizeBankAccount]) {
    expect(await errorOf(call(options as never))).toMatchObject({
      code: "configuration_invalid",
      message: "The options must be an object.",
    });
  }
});

it("refuses them by type, too", async () => {
  // @ts-expect-error A page has no API key.
  await errorOf(fetchClientSecret({ endpoint: "https://shop.test/", apiKey: KEY }));
  // @ts-expect-error A page has no API key.
  await errorOf(tokenizeCard({ clientSecret: "s", card: CARD, apiKey: KEY }));
  // @ts-expect-error Nor by another name.
  await errorOf(tokenizeCard({ clientSecret: "s", card: CARD, accessToken: KEY }));
});
