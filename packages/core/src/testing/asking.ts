import { fixture, json, PAYER, respondWith } from "./fixture.ts";

export const ID = "6f0eb884-3f41-4b57-b86a-80f62dca011e";
export const OTHER = "d7a2beba-0c2c-42de-9690-26f00ba08339";
export const page = (id: string, hasNextPage: boolean) => json({ data: [{ id }], pagination: { hasNextPage } });
export const mine = { id: ID, payer: PAYER };

/** A client whose `fetch` returns these responses, and the URLs that it was asked for. */
export function asking(...given: Parameters<typeof respondWith>) {
  const fetch = respondWith(...given);
  return { ...fixture({ fetch, retries: 0 }), fetch, asked: () => fetch.asked.map(({ url }) => url) };
}
