import { createClient } from "@plastiq-connect/node";
import { createSandbox, LOCAL_API_KEY, LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { afterEach, expect, it, onTestFinished, vi } from "vitest";

const sandbox = createSandbox({ now: () => Date.now() });
afterEach(() => sandbox.control.reset());

// No network: the sandbox replaces `fetch`.
const connect = createClient({
  apiKey: LOCAL_API_KEY,
  fetch: (url, init) => sandbox.fetch(new Request(url, init)),
});
const payer = { id: LOCAL_PAYER_ID };
const endUser = { userAgent: "A browser" };
const card = {
  cardHolderName: "Ada Example",
  accountNumber: "4242424242424242",
  cvv: "123",
  expirationMonth: "12",
  expirationYear: "2099",
  billingAddress: { line1: "1 Main St", city: "Austin", state: "TX", postalCode: "78701", country: "US" },
};

it("mints despite a 503", async () => {
  sandbox.control.addFault({ operation: "createClientSecret", kind: "status", status: 503, retryAfter: "0" });

  await connect.clientSecrets.create({ payer }, { endUser });

  expect(sandbox.control.seen().map(({ status }) => status)).toEqual([503, 200]);
});

it("does not send a card again when the outcome is unknown", async () => {
  sandbox.control.addFault({ operation: "createPaymentMethod", kind: "severed-body" });

  const storing = connect.paymentMethods.create({ type: "CARD", data: card, payer }, { endUser });

  await expect(storing).rejects.toMatchObject({ code: "network_failed", outcome: "unknown", attempts: 1 });
  expect(sandbox.control.state().paymentMethods).toHaveLength(1);
});

it("refuses a secret once its minute is over", async () => {
  const clientSecret = await connect.clientSecrets.create({ payer }, { endUser });

  sandbox.control.advance(60_000);

  await expect(
    connect.paymentMethods.create({ type: "CARD", data: card }, { endUser, clientSecret }),
  ).rejects.toMatchObject({ code: "unauthorized", outcome: "rejected" });
});

it("moves both with a fake clock", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  onTestFinished(() => void vi.useRealTimers());
  const clientSecret = await connect.clientSecrets.create({ payer }, { endUser });

  vi.setSystemTime(Date.now() + 60_000);

  expect(clientSecret.expired).toBe(true);
  expect(sandbox.control.state().clientSecrets).toMatchObject([{ state: "expired" }]);
});

it("describes the end user to the vendor", async () => {
  await connect.clientSecrets.create({ payer }, { endUser: { userAgent: "Firefox", ip: "203.0.113.7" } });

  const [request] = sandbox.control.seen({ operation: "createClientSecret" });
  expect(request?.headers).toMatchObject({ "user-agent": "Firefox", "end-user-ip": "203.0.113.7" });
});
