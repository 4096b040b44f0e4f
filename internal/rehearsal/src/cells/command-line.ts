import { createCustomer } from "../customer.ts";
import { startProcess } from "../processes.ts";
import { confirm } from "../sandbox.ts";
import type { Cell } from "../shop.ts";

const CARD = {
  cardHolderName: "Ada Example",
  accountNumber: "4242424242424242",
  cvv: "123",
  expirationMonth: "12",
  expirationYear: String(new Date().getUTCFullYear() + 3),
  billingAddress: { line1: "1 Market St", city: "San Francisco", state: "CA", postalCode: "94105", country: "US" },
};

/** The command line by `npx`: a sandbox of its own, a look at the set-up, and secrets, one of which is spent. */
export function commandLineCell(): Cell {
  return {
    what: "the command line, by npx",
    async run({ rehearsal, second }) {
      const customer = createCustomer(rehearsal, "command-line", process.execPath);
      const npx = ["npx", "--yes", "plastiq-connect"];
      const version = (await customer.run([...npx, "--version"])).trim();
      if (!version.includes(second)) throw new Error(`npx runs ${version}, not ${second}.`);
      const running = startProcess([...npx, "sandbox", "--port", "0", "--json"], customer);
      try {
        const [line] = await running.prints(/^\{.*\}$/m);
        const { baseUrl, payerId } = JSON.parse(line);
        const run = (...words: string[]): Promise<string> =>
          customer.run([...npx, ...words], { PLASTIQ_BASE_URL: baseUrl });
        await run("doctor");
        const hidden = JSON.parse(await run("mint", "--payer", payerId, "--json"));
        const printed = hidden.clientSecret === null && hidden.redacted === true ? "[redacted]" : "something";
        const revealed = await run("mint", "--payer", payerId, "--json", "--reveal");
        const { clientSecret, traceId } = JSON.parse(revealed);
        const { id: paymentMethod } = await spend(baseUrl, clientSecret);
        const { code } = await spend(baseUrl, clientSecret);
        await confirm(new URL(baseUrl).origin, { printed, traceId, paymentMethod, again: code });
      } finally {
        await running.end();
      }
    },
  };
}

/** Sends the request that a page makes with a secret, without our packages. */
async function spend(baseUrl: string, clientSecret: string): Promise<{ id: string; code: string }> {
  const response = await fetch(`${baseUrl}/payment-methods`, {
    method: "POST",
    headers: { authorization: `Bearer ${clientSecret}`, "content-type": "application/json" },
    body: JSON.stringify({ type: "CARD", data: CARD }),
  });
  const { id } = (await response.json()) as { id: string };
  return { id, code: response.status === 401 ? "unauthorized" : `status ${response.status}` };
}
