import type { RunningSandbox } from "../server/index.ts";
import { LOCAL_API_KEY, LOCAL_PAYER_ID } from "../settings.ts";
import { address, card } from "./fixture.ts";

const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";
const SAFARI =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1";

interface Sent {
  readonly bearer?: string | null;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: string;
  readonly timeout?: number;
}

/** Sends about twenty requests to a sandbox, each with a different result. */
export async function populate(sandbox: RunningSandbox): Promise<void> {
  const { baseUrl, control, origin } = sandbox;
  const send = async (url: string, sent: Sent = {}): Promise<string> => {
    const { bearer = LOCAL_API_KEY, body, headers, method, timeout = 5_000 } = sent;
    const response = fetch(url, {
      method: method ?? (body === undefined ? "GET" : "POST"),
      redirect: "manual",
      signal: AbortSignal.timeout(timeout),
      headers: {
        "user-agent": FIREFOX,
        "trace-id": crypto.randomUUID(),
        "end-user-ip": "203.0.113.24",
        ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    return response.then((complete) => complete.text()).catch(() => "");
  };
  const mint = async (sent: Sent = {}): Promise<string> => {
    const text = await send(`${baseUrl}/client-secrets`, {
      body: { payer: { id: LOCAL_PAYER_ID }, type: "CARD" },
      ...sent,
    });
    return text.startsWith("{") ? (JSON.parse(text).clientSecret ?? "") : "";
  };
  const pay = (bearer: string, data: object = {}) =>
    send(`${baseUrl}/payment-methods`, {
      bearer,
      body: { type: "CARD", data: { ...card, expirationYear: "2099", ...data } },
      headers: { "user-agent": SAFARI, "end-user-device-id": "8c1f5b0e-53a9-4d0f-9f5a-0b6f6cf0a1d2" },
    });

  await send(`${baseUrl}/payers`, {
    body: {
      businessName: "Harbour Print Works",
      contact: { firstName: "Ada", lastName: "Moreau", email: "ada@harbour.example" },
      businessAddress: address,
      identityDocuments: [{ type: "US_EIN", value: "123456789" }],
    },
  });
  const stale = await mint();
  control.advance(75_000);
  await pay(stale);
  await send(`${baseUrl}/payers/${LOCAL_PAYER_ID}`);
  const once = await mint({ headers: { "user-agent": "node", "trace-id": "checkout-4711" } });
  await pay(once, { accountNumber: "4000000000000002" });
  await pay(once);
  await pay(once);
  await mint({ bearer: "pk_live_of_another_environment" });
  await mint({ bearer: null, headers: { "api-key": LOCAL_API_KEY } });
  await mint({ headers: { "user-agent": "" } });
  await mint({ body: { payer: { id: crypto.randomUUID() }, type: "CARD" } });
  await send(`${origin}/client-secrets`, { body: { payer: { id: LOCAL_PAYER_ID }, type: "CARD" } });
  await mint({ body: { payer: LOCAL_PAYER_ID, kind: "CARD" } });
  await send(`${baseUrl}/payment-methods`, {
    method: "OPTIONS",
    bearer: null,
    headers: { origin: "https://shop.example" },
  });
  control.addFault({ operation: "createClientSecret", kind: "status", status: 503, retryAfter: "2" });
  await mint();
  control.addFault({ operation: "createClientSecret", kind: "redirect" });
  await mint();
  control.addFault({ operation: "createPayer", kind: "severed" });
  await send(`${baseUrl}/payers`, { body: { contact: { firstName: "Jo", lastName: "Kim", phone: "4155550100" } } });
  control.addFault({ operation: "createClientSecret", kind: "latency", delayMs: 5_000 });
  await mint({ timeout: 60 });
  // The sandbox finds out a little later than the caller.
  await new Promise((resolve) => setTimeout(resolve, 100));
  control.setAllowedIps(["192.0.2.10"]);
  await mint();
  control.setAllowedIps(null);
  await mint();
  control.advance(18_000);
  await mint({ headers: { "end-user-device-id": "8c1f5b0e-53a9-4d0f-9f5a-0b6f6cf0a1d2" } });
  control.addFault({ operation: "createPaymentMethod", kind: "stalled-body", times: null });
  control.addFault({ operation: "createClientSecret", kind: "status", status: 429, retryAfter: "1", times: 3 });
}
