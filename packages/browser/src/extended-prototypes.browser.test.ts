import { beforeEach, expect, it } from "vitest";
import { commands } from "vitest/browser";
import { CARD } from "./testing/card.ts";
import { runInFrame } from "./testing/run-in-frame.ts";

const { baseUrl } = await commands.places();

beforeEach(() => commands.reset());

// As old libraries do. The properties are enumerable.
const EXTENDED = `
  Object.prototype.extend = function () { return this; };
  Array.prototype.last = function () { return this[this.length - 1]; };
  String.prototype.blank = function () { return !this.trim(); };`;

it("stores a card in a page whose scripts have extended the prototypes", async () => {
  const code = `
    Object.prototype.version = "1.7.3";
    const { fetchClientSecret, tokenizeCard, withClientSecret, deviceId } = plastiqConnect;
    const store = withClientSecret(
      ({ signal }) => fetchClientSecret({ endpoint: "/client-secret", deviceId: deviceId(), signal }),
      (clientSecret, card, { signal }) =>
        tokenizeCard({ clientSecret, card, signal, deviceId: deviceId(), baseUrl: ${JSON.stringify(baseUrl)} }),
    );
    const card = ${JSON.stringify(CARD)};
    const [first, second] = await Promise.all([store(card), store({ ...card })]);
    return { last4: first.data.last4, once: first === second };`;

  expect(await runInFrame(`<script>${EXTENDED}</script>`, code)).toEqual({ last4: "4242", once: true });
});
