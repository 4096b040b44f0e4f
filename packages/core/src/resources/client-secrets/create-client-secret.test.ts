import { describe, expect, it } from "vitest";
import { createCaller } from "../../http/caller/create-caller.ts";
import { createClientSecret } from "../../index.ts";
import { CANARY, changed, expectInvalid } from "../../testing/expect-invalid.ts";
import { fixture, json, NOBODY, PAYER, respondWith } from "../../testing/fixture.ts";

describe("createClientSecret sends", () => {
  it("the payer and the type CARD, which the caller need not name", async () => {
    const { client, control } = fixture();
    await client.clientSecrets.create({ payer: PAYER }, NOBODY);
    expect(control.seen()).toMatchObject([
      {
        method: "POST",
        path: "/api/client-secrets",
        body: { payer: PAYER, type: "CARD" },
        headers: { "content-type": "application/json", accept: "application/json" },
        bearer: { label: "local" },
      },
    ]);
  });

  it("the type CARD when the caller names it, too", async () => {
    const { client, control } = fixture();
    await client.clientSecrets.create({ payer: PAYER, type: "CARD" }, NOBODY);
    expect(control.seen()).toMatchObject([{ body: { payer: PAYER, type: "CARD" } }]);
  });

  it("the same as a plain function of a caller", async () => {
    const fetch = respondWith(json({ clientSecret: "s" }));
    await createClientSecret(createCaller({ apiKey: "test-key", fetch }), { payer: PAYER }, NOBODY);
    expect(fetch.asked[0]?.url).toBe("https://connect.sandbox.plastiq.com/api/client-secrets");
    expect(fetch.asked[0]?.headers.get("authorization")).toBe("Bearer test-key");
    expect(await fetch.asked[0]?.json()).toEqual({ payer: PAYER, type: "CARD" });
  });
});

it("keeps the payer that was sent, even if the input changes meanwhile", async () => {
  const input: { payer?: { id: string } } = { payer: { ...PAYER } };
  const fetch = respondWith(() => {
    delete input.payer;
    return json({ clientSecret: "s" })();
  });
  const caller = createCaller({ apiKey: "test-key", fetch });
  expect((await createClientSecret(caller, input as { payer: typeof PAYER }, NOBODY)).payerId).toBe(PAYER.id);
});

describe("createClientSecret refuses", () => {
  const INPUT = { payer: PAYER };
  it.each([
    { name: "no payer", input: {}, reasons: ["payer is missing"] },
    { name: "no payer id", input: { payer: {} }, reasons: ["payer.id is missing"] },
    {
      name: "a payer id of another type",
      input: changed(INPUT, "payer.id", 7),
      reasons: ["payer.id must be a string"],
    },
    {
      name: "a payer id that is not a UUID",
      input: changed(INPUT, "payer.id", CANARY),
      reasons: ["payer.id must be a UUID"],
    },
    { name: "a payer that is text", input: { payer: CANARY }, reasons: ["payer must be an object"] },
    { name: "a payer that is null", input: { payer: null }, reasons: ["payer must be an object"] },
    { name: "another type", input: { ...INPUT, type: CANARY }, reasons: ['type must be "CARD"'] },
    { name: "an unknown field", input: { ...INPUT, amount: CANARY }, reasons: ["amount is not a known field"] },
    {
      name: "an unknown field of the payer",
      input: changed(INPUT, "payer.name", CANARY),
      reasons: ["payer.name is not a known field"],
    },
    { name: "null", input: null, reasons: ["payer is missing"] },
    { name: "nothing", input: undefined, reasons: ["payer is missing"] },
    { name: "an array", input: [], reasons: ["payer is missing"] },
    { name: "a text", input: "x", reasons: ["payer is missing", "0 is not a known field"] },
  ])("$name", async ({ input, reasons }) => {
    await expectInvalid((client) => client.clientSecrets.create(input as never, NOBODY), ...reasons);
  });

  it.each([
    ["holds a space", `a ${CANARY}`],
    ["could be a number that is secret", "4242424242424242"],
    ["is very long", "x".repeat(61)],
  ])("an unknown field without its name when that %s", async (_, field) => {
    await expectInvalid(
      (client) => client.clientSecrets.create({ ...INPUT, [field]: 1 }, NOBODY),
      "a field is not a known field",
    );
  });
});
