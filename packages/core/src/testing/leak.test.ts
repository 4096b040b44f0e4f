import fc from "fast-check";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { noLeak } from "./leak-check.ts";
import { ENCODINGS, grouped, holds, viewsOf } from "./leak-encodings.ts";
import { OPERATIONS } from "./leak-operations.ts";
import { type Leak, play } from "./leak-play.ts";
import { anyScene, CIRCUMSTANCES, type Scene } from "./leak-scene.ts";
import { refuseUnhandledRejections } from "./unhandled.ts";

refuseUnhandledRejections();

// FAST_CHECK_SEED searches elsewhere. The same seed each time: a fault that is found must not depend on chance.
const SEED = Number(process.env.FAST_CHECK_SEED ?? 15);
// 10,000 runs, with spans and metrics, belong to the slow tests of the package opentelemetry.
const RUNS = 200;

beforeAll(() => console.info(`FAST_CHECK_SEED=${SEED}`));
afterAll(() => console.info(`FAST_CHECK_SEED=${SEED} repeats this run.`));
// Stacks are printed, too, and every frame costs time.
const { stackTraceLimit } = Error;
beforeAll(() => {
  Error.stackTraceLimit = 2;
});
afterAll(() => {
  Error.stackTraceLimit = stackTraceLimit;
});
// No pause between attempts.
beforeEach(() => void vi.spyOn(Math, "random").mockReturnValue(0));
afterEach(() => vi.restoreAllMocks());

it(`prints no secret in ${RUNS} calls that go wrong`, { timeout: 240_000 }, async () => {
  await fc.assert(noLeak(), { seed: SEED, numRuns: RUNS });
});

describe("a planted leak is found", () => {
  const only = (circumstance: Scene["circumstance"], call: Scene["call"]) =>
    anyScene.map((scene) => ({ ...scene, circumstance, call }));
  const leaks: Record<string, [Leak, fc.Arbitrary<Scene>]> = {
    "the request's headers as the cause": [
      { error: (error, init) => Object.assign(error, { cause: new Error(String(init?.headers.authorization)) }) },
      only("refused", "createClientSecret"),
    ],
    "the body as a hidden property": [
      { error: (error, init) => Object.defineProperty(error, "request", { value: { body: init?.body } }) },
      only("refused", "createPayer"),
    ],
    "the card number on the console": [
      { request: ({ body = "" }) => console.debug(JSON.parse(body).data) },
      only("unreadable", "createCard"),
    ],
    "the client secret on standard output": [
      { request: ({ headers }) => void process.stdout.write(String(headers.authorization)) },
      only("redirected", "createCardWithClientSecret"),
    ],
    "the CVV alone in the message": [
      {
        error: (error, init) => {
          error.message += `, cvv ${JSON.parse(init?.body ?? "{}").data.cvv}`;
        },
      },
      only("refused", "createCard"),
    ],
    "the CVV in base64": [
      {
        error: (error, init) => {
          error.message += ` ${btoa(JSON.parse(init?.body ?? "{}").data.cvv)}`;
        },
      },
      only("refused", "createCard"),
    ],
    ...Object.fromEntries(
      Object.entries(ENCODINGS).map(([name, encode]): [string, [Leak, fc.Arbitrary<Scene>]] => [
        `the API key in a message, written in ${name}`,
        [
          {
            error: (error, init) => {
              error.message += encode(`key: ${init?.headers.authorization}!`);
            },
          },
          only("refused", "listPayments"),
        ],
      ]),
    ),
  };

  it.each(Object.entries(leaks))("%s", async (_, [leak, scenes]) => {
    const { failed, errorInstance } = await fc.check(noLeak(leak, scenes), {
      seed: SEED,
      numRuns: 20,
      endOnFailure: true,
    });
    expect(failed).toBe(true);
    expect(String(errorInstance)).toContain("stands in:");
  });
});

it.each(Object.keys(OPERATIONS) as (keyof typeof OPERATIONS)[])(
  "%s reaches the other side, which repeats its request",
  async (call) => {
    const [scene] = fc.sample(anyScene, { seed: SEED, numRuns: 1 });
    const { printed, failure } = await play({ ...(scene as Scene), call, circumstance: "refused", status: 418 });
    expect(failure).toMatchObject({ code: "request_refused", attempts: 1 });
    expect(printed).toContain("[redacted]");
  },
);

it.each(Object.entries(ENCODINGS))("recognizes a secret written in %s", (_, encode) => {
  for (const before of ["", "a", "ab"]) {
    const views = viewsOf(encode(`${before}{"accountNumber":"4242424242424242"}`));
    expect(holds(views, "4242424242424242")).toBe(true);
    expect(holds(views, "4242424242429999")).toBe(false);
  }
  expect(holds(viewsOf(grouped("4242424242424242", "<br>")), "4242424242424242")).toBe(true);
});

it("plays every circumstance", () => {
  const played = fc.sample(anyScene, { seed: SEED, numRuns: 1_000 }).map(({ circumstance }) => circumstance);
  expect(new Set(played)).toEqual(new Set(CIRCUMSTANCES));
});
