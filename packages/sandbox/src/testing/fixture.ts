import {
  type Address,
  createSandbox,
  LOCAL_API_KEY,
  LOCAL_PAYER_ID,
  type Sandbox,
  type SandboxEvent,
  type SandboxOptions,
} from "../index.ts";

/** A time for tests that must not depend on the current date. */
export const NOW: number = Date.UTC(2026, 0, 15, 12);
/** An event that a test delivers by itself. */
export const EVENT: SandboxEvent = {
  id: "e1",
  event: "payment.trace_information",
  data: { id: "p1", object: "PAYMENT" },
};

/** A billing address that the sandbox accepts. */
export const address: Address = {
  line1: "360 9th St.",
  city: "San Francisco",
  state: "CA",
  postalCode: "94103",
  country: "US",
};

/** A card that the sandbox accepts: at {@link NOW} it is in its last month. */
export const card: Record<"accountNumber", string> & Record<string, unknown> = {
  cardHolderName: "Jen Doe",
  accountNumber: "4242424242424242",
  cvv: "123",
  expirationMonth: "01",
  expirationYear: "2026",
  billingAddress: address,
};

/** A bank account that the sandbox accepts: the routing number's check digit is right. */
export const bankAccount: Record<"accountNumber" | "routingNumber", string> & Record<string, unknown> = {
  accountHolderName: "Jane Payer",
  accountNumber: "41541433888",
  routingNumber: "211371120",
  billingAddress: address,
};

interface Reply {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of the body
  body: any;
}

interface Sent {
  method?: string;
  bearer?: string | null;
  headers?: Record<string, string>;
  /** A string is sent as it is. */
  body?: unknown;
  address?: string;
}

/** A sandbox whose clock stands at {@link NOW}, and a short way to call it. */
export interface Fixture {
  sandbox: Sandbox;
  control: Sandbox["control"];
  call(path: string, sent?: Sent): Promise<Reply>;
  mint(payerId?: string): Promise<string>;
  pay(bearer: string, body: unknown, headers?: Record<string, string>): Promise<Reply>;
}

/** A new sandbox in-process. Its calls carry the local API key unless they say otherwise. */
export function fixture(options: SandboxOptions = {}): Fixture {
  const sandbox = createSandbox({ now: () => NOW, ...options });
  const call = async (path: string, sent: Sent = {}): Promise<Reply> => {
    const { bearer = LOCAL_API_KEY, body } = sent;
    const headers = new Headers({ "user-agent": "test", ...sent.headers });
    if (bearer !== null) headers.set("authorization", `Bearer ${bearer}`);
    if (body !== undefined && !headers.has("content-type")) headers.set("content-type", "application/json");
    const request = new Request(`https://sandbox.test/api${path}`, {
      method: sent.method ?? (body === undefined ? "GET" : "POST"),
      headers,
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const response = await sandbox.fetch(request, sent.address === undefined ? {} : { address: sent.address });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === "" ? null : JSON.parse(text) };
  };
  return {
    sandbox,
    control: sandbox.control,
    call,
    async mint(id = LOCAL_PAYER_ID) {
      return (await call("/client-secrets", { body: { payer: { id }, type: "CARD" } })).body.clientSecret;
    },
    pay: (bearer, body, headers = {}) => call("/payment-methods", { bearer, body, headers }),
  };
}

/** The texts of an error response's items, in the shape of the OpenAPI file. */
export function details({ body }: Reply): string[] {
  return body.errors.map((item: { details: string }) => item.details);
}
