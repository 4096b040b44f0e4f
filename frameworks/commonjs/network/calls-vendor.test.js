const { createClient } = require("@plastiq-connect/node");

test("a payer is retrieved", async () => {
  // By mistake: it sets no address of a sandbox.
  const client = createClient({ apiKey: "key-of-the-test", environment: "sandbox" });
  const payer = await client.payers.retrieve("3f2c9a54-7d1e-4b86-9c0a-5e8d1f7b2a63", { endUser: "none" });
  expect(payer.id).toBe("3f2c9a54-7d1e-4b86-9c0a-5e8d1f7b2a63");
});
