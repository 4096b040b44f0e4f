import { createClient } from "@plastiq-connect/node";
import { expect, it } from "vitest";

// By mistake: it sets no address of a sandbox.
const connect = createClient({ apiKey: "key-of-the-test", environment: "sandbox" });

it("retrieves a payer", async () => {
  const payer = await connect.payers.retrieve("3f2c9a54-7d1e-4b86-9c0a-5e8d1f7b2a63", { endUser: "none" });
  expect(payer.id).toBe("3f2c9a54-7d1e-4b86-9c0a-5e8d1f7b2a63");
});
