import fc from "fast-check";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { isConnectError } from "../error.ts";
import { type Leak, play } from "./leak-play.ts";
import { anyScene, CIRCUMSTANCES, needlesOf, type Scene } from "./leak-scene.ts";
import { refuseUnhandledRejections } from "./unhandled.ts";

refuseUnhandledRejections();

// FAST_CHECK_SEED repeats a run.
const SEED = Number(process.env.FAST_CHECK_SEED ?? Date.now() % 2 ** 31);
const RUNS = 10_000;

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

/** Says what leaks in a scene, if anything. */
async function leakIn(scene: Scene, leak?: Leak): Promise<string | undefined> {
  const { printed, failure } = await play(scene, leak);
  if (isConnectError(failure) === (scene.circumstance === "minted"))
    return `It went otherwise than thought: ${failure}`;
  const found = needlesOf(scene.secrets).find((needle) => printed.includes(needle));
  if (found) return `${JSON.stringify(found)} stands in:\n${printed}`;
  if (!scene.call.startsWith("card")) return undefined;
  // Three digits stand in much by chance, as in a line number. So they must not stand there more often than they do
  // when the CVV is another.
  const { cvv } = scene.secrets;
  const other = cvv.replace(/\d/g, (digit) => String((Number(digit) + 5) % 10));
  const { printed: base } = await play({ ...scene, secrets: { ...scene.secrets, cvv: other } }, leak);
  return printed.split(cvv).length > base.split(cvv).length ? `The CVV ${cvv} stands in:\n${printed}` : undefined;
}

const property = (leak?: Leak, scenes = anyScene) =>
  fc.asyncProperty(scenes, async (scene) => {
    const found = await leakIn(scene, leak);
    if (found !== undefined) throw new Error(found);
  });

it(`no secret is ever printed, in ${RUNS} calls that go wrong`, { timeout: 240_000 }, async () => {
  await fc.assert(property(), { seed: SEED, numRuns: RUNS });
});

describe("a planted leak is found", () => {
  const only = (circumstance: Scene["circumstance"], call: Scene["call"]) =>
    anyScene.map((scene) => ({ ...scene, circumstance, call }));
  const leaks: Record<string, [Leak, fc.Arbitrary<Scene>]> = {
    "the request's headers as the cause": [
      { error: (error, init) => Object.assign(error, { cause: new Error(String(init?.headers.authorization)) }) },
      only("refused", "mint"),
    ],
    "the body as a hidden property": [
      { error: (error, init) => Object.defineProperty(error, "request", { value: { body: init?.body } }) },
      only("refused", "payer"),
    ],
    "the card number on the console": [
      { request: ({ body = "" }) => console.debug(JSON.parse(body).data) },
      only("unreadable", "card"),
    ],
    "the client secret on standard output": [
      { request: ({ headers }) => void process.stdout.write(String(headers.authorization)) },
      only("redirected", "card with a client secret"),
    ],
    "the CVV alone in the message": [
      {
        error: (error, init) => {
          error.message += `, cvv ${JSON.parse(init?.body ?? "{}").data.cvv}`;
        },
      },
      only("refused", "card"),
    ],
  };

  it.each(Object.entries(leaks))("%s", async (_, [leak, scenes]) => {
    const { failed, errorInstance } = await fc.check(property(leak, scenes), {
      seed: SEED,
      numRuns: 20,
      endOnFailure: true,
    });
    expect(failed).toBe(true);
    expect(String(errorInstance)).toContain("stands in:");
  });
});

it("every circumstance is played", () => {
  const played = fc.sample(anyScene, { seed: SEED, numRuns: 1_000 }).map(({ circumstance }) => circumstance);
  expect(new Set(played)).toEqual(new Set(CIRCUMSTANCES));
});
