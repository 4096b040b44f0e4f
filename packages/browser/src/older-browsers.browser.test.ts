import { beforeEach, expect, it } from "vitest";
import { commands } from "vitest/browser";
import { CARD } from "./testing/card.ts";
import { runInFrame } from "./testing/run-in-frame.ts";

const { baseUrl } = await commands.places();

beforeEach(() => commands.reset());

// Everything that a browser of 2022 lacks, and some that it has.
const NEWER = `
  for (const [owner, names] of [
    [Array, ["fromAsync"]],
    [Array.prototype, ["toSorted", "toReversed", "toSpliced", "with", "findLast", "findLastIndex", "group", "groupToMap"]],
    [Uint8Array.prototype, ["toSorted", "toReversed", "with", "findLast", "toBase64", "toHex"]],
    [Uint8Array, ["fromBase64", "fromHex"]],
    [Object, ["groupBy"]],
    [Map, ["groupBy"]],
    [Map.prototype, ["getOrInsert", "getOrInsertComputed"]],
    [Set.prototype, ["union", "intersection", "difference", "symmetricDifference", "isSubsetOf", "isDisjointFrom"]],
    [Promise, ["withResolvers", "try"]],
    [String.prototype, ["isWellFormed", "toWellFormed"]],
    [RegExp, ["escape"]],
    [Error, ["isError", "captureStackTrace"]],
    [Math, ["sumPrecise", "f16round"]],
    [JSON, ["rawJSON", "isRawJSON"]],
    [URL, ["canParse", "parse"]],
    [URLSearchParams.prototype, ["size"]],
    [AbortSignal, ["any", "timeout"]],
    [Response, ["json"]],
    [Response.prototype, ["bytes"]],
    [ReadableStream, ["from"]],
    [ReadableStream.prototype, [Symbol.asyncIterator, "values"]],
    [Headers.prototype, ["getSetCookie"]],
    [crypto.constructor.prototype, ["randomUUID"]],
    [window, ["structuredClone", "scheduler", "Iterator", "cookieStore", "navigation", "WeakRef", "FinalizationRegistry"]],
  ]) for (const name of names) delete owner[name];`;

it("works in a browser of 2022: without what came later, a card is minted for and stored", async () => {
  const code = `
    const { fetchClientSecret, tokenizeCard, withClientSecret, deviceId } = plastiqConnect;
    const states = [];
    const store = withClientSecret(
      ({ signal }) => fetchClientSecret({ endpoint: "/client-secret", deviceId: deviceId(), signal }),
      (clientSecret, card, { signal }) =>
        tokenizeCard({ clientSecret, card, signal, deviceId: deviceId(), baseUrl: ${JSON.stringify(baseUrl)} }),
      { onState: (state) => states.push(state) },
    );
    const method = await store(${JSON.stringify(CARD)}, { signal: new AbortController().signal });
    return { states, last4: method.data.last4, missing: [typeof URL.canParse, typeof AbortSignal.any, typeof Promise.withResolvers] };`;

  expect(await runInFrame(`<script>${NEWER}</script>`, code)).toEqual({
    states: ["minting", "tokenizing", "done"],
    last4: "4242",
    missing: ["undefined", "undefined", "undefined"],
  });
});
