import { stripVTControlCharacters } from "node:util";
import { createClient } from "@plastiq-connect/node";
import { LOCAL_API_KEY } from "@plastiq-connect/sandbox";
import { describe, expect, it } from "vitest";
import { createTestPayer, createTestRecipient, storeTestCard } from "../../test-records.ts";
import { runOnPipe, runOnTerminal } from "../../testing/in-process.ts";
import { run } from "../../testing/run.ts";
import { sandboxOf } from "../../testing/servers.ts";
import { UsageError } from "../../usage-error.ts";

const NEW = ["pay", "--create-payer", "--amount", "100.00", "--order", "1042", "--yes"];
const ID = "9b2f7a4e-1c3d-4e5f-8a6b-7c8d9e0f1a2b";

/** A sandbox with a payer, a card and a recipient, and the flags that name them. */
async function shopOf() {
  const sandbox = await sandboxOf();
  const client = createClient({ apiKey: LOCAL_API_KEY, baseUrl: sandbox.baseUrl });
  const call = { endUser: "none" } as const;
  const payer = await createTestPayer(client, call);
  const method = await storeTestCard(client, payer, call);
  const recipient = await createTestRecipient(client, payer, call);
  await client.close();
  const flags = ["--payer", payer, "--payment-method", method, "--recipient", recipient, "--amount", "100.00"];
  return { ...sandbox, payer, method, recipient, pay: ["pay", ...flags, "--order", "1042", "--yes"] };
}

/** The flags of the command that an error advises. */
function advised(text: string): string[] {
  const [, command = ""] = /plastiq-connect (pay .*)$/m.exec(text) ?? [];
  return command.split(" ");
}

describe.concurrent("pay", () => {
  it("makes one payment with test records, and shows the fee and total", async () => {
    await using sandbox = await sandboxOf();
    const { exitCode, stdout, stderr } = await run(NEW, { env: sandbox.env });

    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/^fee +2\.85 USD PLASTIQ_SERVICE_FEE 2\.85%$/m);
    expect(stderr).toMatch(/^total +102\.85 USD$/m);
    const [payment, ...more] = sandbox.control.state().payments;
    expect(more).toEqual([]);
    expect(stdout).toContain(
      `payment      ${payment?.id}\nstatus       CHARGED\npaid         102.85 USD\ndate         ${payment?.history[0]?.at}\n`,
    );
    expect(stdout + stderr).not.toMatch(/(?<!-)\b\d{12,}\b/);
  });

  it("prints one line of JSON with --json", async () => {
    await using shop = await shopOf();
    const { exitCode, stdout, stderr } = await runOnPipe([...shop.pay, "--json"], { env: shop.env });

    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    const [payment] = shop.control.state().payments;
    expect(JSON.parse(stdout)).toEqual({
      paymentId: payment?.id,
      status: "CHARGED",
      createdAt: payment?.history[0]?.at,
      replayed: false,
      payerId: shop.payer,
      intentId: payment?.intentId,
      order: "1042",
      attempt: 1,
      targetAmount: { value: 100, currency: "USD" },
      fees: [{ type: "PLASTIQ_SERVICE_FEE", rate: "2.85%", amount: { value: 2.85, currency: "USD" } }],
      sourceAmount: { value: 102.85, currency: "USD" },
      environment: "local",
      baseUrl: shop.baseUrl,
    });
    expect(stdout.trimEnd()).not.toContain("\n");
  });

  it("makes one payment when the same order is paid again, also with the payer in upper case", async () => {
    await using shop = await shopOf();
    const results = [];
    for (const payer of [shop.payer, shop.payer.toUpperCase()]) {
      const args = shop.pay.map((arg) => (arg === shop.payer ? payer : arg));
      results.push(JSON.parse((await runOnPipe([...args, "--json"], { env: shop.env })).stdout));
    }

    expect(results[1]).toMatchObject({ paymentId: results[0].paymentId, replayed: true, intentId: null });
    expect(shop.control.state().payments).toHaveLength(1);
  });

  it("says that an earlier run has paid the order, when payments name their intent", async () => {
    await using shop = await shopOf();
    shop.control.setIntentOnPayments("with");
    await runOnPipe(shop.pay, { env: shop.env });
    const { stderr } = await runOnPipe(shop.pay, { env: shop.env });
    expect(stderr).toContain("An earlier run seems to have paid attempt 1 of this order.");
    expect(shop.control.state().payments).toHaveLength(1);
  });

  it.each<[string, (args: string[]) => string[]]>([
    ["another order", (args) => args.with(args.indexOf("1042"), "1043")],
    ["another attempt", (args) => [...args, "--attempt", "2"]],
  ])("uses another key for %s", async (_, changed) => {
    await using shop = await shopOf();
    await runOnPipe(shop.pay, { env: shop.env });
    await runOnPipe(changed(shop.pay), { env: shop.env });

    expect(shop.control.state().payments).toHaveLength(2);
  });

  it.each(["replayed", "refused", "executed"] as const)(
    "advises the command that makes one payment after a lost response, where other bodies are %s",
    async (mode) => {
      await using shop = await shopOf();
      shop.control.setIdempotency({ mode });
      shop.control.addFault({ operation: "createPayment", kind: "severed", carriedOut: true, times: null });
      const lost = await runOnPipe([...shop.pay, "--base-url", shop.baseUrl, "--timeout", "2000"]);
      expect(lost.exitCode).toBe(4);
      expect(lost.stderr).toContain("The payment may have been made.");
      expect(lost.stderr).not.toContain("paid nothing");
      shop.control.clearFaults();
      const again = await runOnPipe([...advised(lost.stderr), "--yes", "--json"]);

      expect(again).toMatchObject({ exitCode: 0, stderr: "" });
      const payments = shop.control.state().payments;
      expect(payments).toHaveLength(1);
      expect(JSON.parse(again.stdout)).toMatchObject({ paymentId: payments[0]?.id, replayed: true });
    },
  );

  it("advises another attempt after a declined card, and not before", async () => {
    await using shop = await shopOf();
    shop.control.addFault({ operation: "createPayment", kind: "status", status: 400 });
    const refused = await runOnPipe([...shop.pay], { env: shop.env });
    expect(refused.exitCode).toBe(3);
    expect(refused.stderr).not.toContain("--attempt");

    const response = await fetch(`${shop.baseUrl}/payment-methods`, {
      method: "POST",
      headers: { authorization: `Bearer ${LOCAL_API_KEY}`, "content-type": "application/json" },
      body: JSON.stringify({
        payer: { id: shop.payer },
        type: "CARD",
        data: {
          cardHolderName: "Ada Example",
          accountNumber: "4000000000000341",
          cvv: "123",
          expirationMonth: "12",
          expirationYear: "2099",
          billingAddress: { line1: "1 Main St", city: "Cupertino", state: "CA", postalCode: "95014", country: "US" },
        },
      }),
    });
    const { id } = (await response.json()) as { id: string };
    const declined = await runOnPipe(shop.pay.with(shop.pay.indexOf(shop.method), id), { env: shop.env });
    expect(declined.exitCode).toBe(3);
    expect(declined.stderr).toMatch(/Nothing was charged\. .*--attempt 2/);
    expect(shop.control.state().payments).toEqual([]);

    expect((await runOnPipe([...shop.pay, "--attempt", "2"], { env: shop.env })).exitCode).toBe(0);
    expect(shop.control.state().payments).toHaveLength(1);
  });

  it.each([500, 404])("advises nothing about a mint when the intent cannot be created: %i", async (status) => {
    await using shop = await shopOf();
    shop.control.addFault({ operation: "createPaymentIntent", kind: "status", status, times: null });
    const { exitCode, stderr } = await runOnPipe([...shop.pay, "--json"], { env: shop.env });
    expect(exitCode).toBe(3);
    const { advice, message } = JSON.parse(stderr).error;
    expect(advice).toMatch(/^(?:Try again later\.|Check the ids, )/);
    expect(message).toMatch(/ This run paid nothing\.$/);
  });

  it("says that nothing was paid when the intent cannot be read before the payment, and how to go on", async () => {
    await using shop = await shopOf();
    shop.control.addFault({ operation: "retrievePaymentIntent", kind: "status", status: 500, times: null });
    const failed = await runOnPipe([...shop.pay, "--base-url", shop.baseUrl, "--timeout", "2000"]);
    expect(failed.exitCode).toBe(3);
    expect(failed.stderr).toContain(" This run paid nothing.");
    expect(failed.stderr).not.toContain("may have been made");
    expect(shop.control.state().payments).toEqual([]);

    shop.control.clearFaults();
    expect((await runOnPipe([...advised(failed.stderr), "--yes"])).exitCode).toBe(0);
    expect(shop.control.state().payments).toHaveLength(1);
  });

  it("says that an intent was paid, instead of paying it under another order", async () => {
    await using shop = await shopOf();
    const { intentId } = JSON.parse((await runOnPipe([...shop.pay, "--json"], { env: shop.env })).stdout);
    const other = ["pay", "--order", "1043", "--payer", shop.payer, "--intent", intentId, "--yes"];
    const { exitCode, stderr } = await runOnPipe(other, { env: shop.env });

    expect(exitCode).toBe(3);
    expect(stderr).toContain("it was paid before");
    expect(shop.control.state().payments).toHaveLength(1);
  });
});

describe.concurrent("pay on a terminal", () => {
  it("asks for what is missing, and takes numbers for what it lists", async () => {
    await using shop = await shopOf();
    const replies = ["1042", shop.payer, "100.00", "1", "1", "yes"];
    const { exitCode, out, err } = await runOnTerminal(["pay"], shop.env, replies);

    expect(exitCode).toBe(0);
    const told = stripVTControlCharacters(err);
    expect(told).toContain(`1  Visa ending in 4242  ${shop.method}`);
    expect(told).toContain(`1  Throwaway Recipient  ${shop.recipient}`);
    expect(told).toContain("Pay 102.85 USD (local)? Type yes to pay: ");
    expect(stripVTControlCharacters(out)).toMatch(/^status +CHARGED$/m);
  });

  it("asks again after a reply that is not valid", async () => {
    await using shop = await shopOf();
    const mistaken = ["", "1042", "abc", shop.payer, "12,50", "100.00", "0", "2", "4242424242424242", "1", "", "1"];
    const { exitCode, err } = await runOnTerminal(["pay"], shop.env, [...mistaken, "yes"]);

    expect(exitCode).toBe(0);
    const told = stripVTControlCharacters(err);
    expect(told).toContain("Payer id: \nThe reply must be a UUID.\nPayer id: ");
    expect(told).toContain("The reply must be from 1 to 99999999.99 with");
    expect(told).toContain("The reply must be a number from the list or a UUID.");
    expect(told).not.toContain("4242424242424242");
    expect(shop.control.state().payments).toHaveLength(1);
  });

  it("reports that a payer has no records to choose from before it asks for an id", async () => {
    await using sandbox = await sandboxOf();
    const client = createClient({ apiKey: LOCAL_API_KEY, baseUrl: sandbox.baseUrl });
    const payer = await createTestPayer(client, { endUser: "none" });
    await client.close();
    const replies = ["1042", payer, "100.00", ID, new UsageError("The input ended before the reply.")];
    const { err } = await runOnTerminal(["pay"], sandbox.env, replies);

    const told = stripVTControlCharacters(err);
    const hint = "Enter the id of a new one, or press Ctrl-C.";
    expect(told).toContain(`The payer has no payment method. ${hint}\n--payment-method, an id: `);
    expect(told).toContain(`The payer has no recipient. ${hint}\n--recipient, an id: `);
  });

  it.each(["attempt", "timeout"])("refuses a wrong --%s before the first question", async (flag) => {
    const { exitCode, err } = await runOnTerminal(["pay", `--${flag}`, "0"], { PLASTIQ_API_KEY: "k3y" }, []);

    expect(exitCode).toBe(2);
    expect(stripVTControlCharacters(err)).toContain(`--${flag} must be an integer from 1 to`);
    expect(err).not.toContain("Order number");
  });

  it.each([
    ["a value", ["1042"]],
    ["consent", ["1042", ID, "100.00", "1", "1"]],
  ])("says that it paid nothing when the input ends at a question for %s", async (_, typed) => {
    await using shop = await shopOf();
    const ended = new UsageError("The input ended before the reply.");
    const replies = [...typed.map((reply) => (reply === ID ? shop.payer : reply)), ended];
    const { exitCode, err } = await runOnTerminal(["pay"], shop.env, replies);

    expect(exitCode).toBe(2);
    expect(stripVTControlCharacters(err)).toContain("The input ended before the reply. This run paid nothing.");
    expect(shop.control.state().payments).toEqual([]);
  });

  it.each(["no", "", "y", "2"])("pays nothing when the reply is %j", async (reply) => {
    await using shop = await shopOf();
    const { exitCode, out, err } = await runOnTerminal(shop.pay.slice(0, -1), shop.env, [reply]);

    expect({ exitCode, out }).toEqual({ exitCode: 2, out: "" });
    expect(err).toContain("Nothing was paid.");
    expect(shop.control.state().payments).toEqual([]);
  });
});
