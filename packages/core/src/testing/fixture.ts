import {
  createSandbox,
  LOCAL_API_KEY,
  LOCAL_PAYER_ID,
  type Sandbox,
  type SandboxControl,
  type SandboxOptions,
} from "@plastiq-connect/sandbox";
import { type Client, createClient } from "../client.ts";
import { type ConnectError, isConnectError } from "../error.ts";
import type { CallerOptions } from "../http/caller/caller.ts";
import type { Fetch } from "../http/transport/fetch.ts";
import type { CreatePayerRequest } from "../resources/payers/create-payer.ts";

/** A sandbox with a client that calls it. */
export interface Fixture {
  readonly sandbox: Sandbox;
  readonly control: SandboxControl;
  readonly client: Client;
}

/** A new one each time. It calls the sandbox in-process, with the local API key unless the options say otherwise. */
export function fixture(options: Partial<CallerOptions> = {}, sandboxOptions: SandboxOptions = {}): Fixture {
  const sandbox = createSandbox(sandboxOptions);
  const client = createClient({ apiKey: LOCAL_API_KEY, fetch: fetchOf(sandbox), ...options });
  return { sandbox, control: sandbox.control, client };
}

/** The sandbox as `fetch`. */
export function fetchOf(sandbox: Sandbox): Fetch {
  return (url, init) => sandbox.fetch(new Request(url, init));
}

/** A `fetch` that gives these responses one after the other, the last one for ever, and keeps what it was asked. */
export function respondWith(...given: (() => Response | Promise<Response>)[]): Fetch & { readonly asked: Request[] } {
  const asked: Request[] = [];
  const fetch: Fetch = async (url, init) => {
    asked.push(new Request(url, init));
    const next = given[Math.min(asked.length, given.length) - 1];
    if (!next) throw new Error("No response was given.");
    return await next();
  };
  return Object.assign(fetch, { asked });
}

/** A JSON response, made anew each time. */
export function json(body: unknown, status = 200, headers: Record<string, string> = {}): () => Response {
  return () =>
    new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json", ...headers } });
}

/** The ConnectError that a call fails with. */
export async function failureOf(call: Promise<unknown> | (() => unknown)): Promise<ConnectError> {
  try {
    await (typeof call === "function" ? call() : call);
  } catch (error) {
    if (isConnectError(error)) return error;
    throw error;
  }
  throw new Error("It did not fail.");
}

/** The payer that every sandbox has from the start. */
export const PAYER = { id: LOCAL_PAYER_ID } as const;
/** A trace id for calls that choose their own. */
export const TRACE_ID = "0b0f7a4e-3c52-4d8e-9a61-6f2b8c1d7e90";
/** Options of a call without an end user. */
export const NOBODY = { endUser: "none" } as const;

const ADDRESS = {
  line1: "360 9th St.",
  city: "San Francisco",
  state: "CA",
  postalCode: "94103",
  country: "US",
} as const;

/** A card that the sandbox accepts, whenever the tests run: it expires in two years. */
export const CARD = {
  type: "CARD",
  payer: PAYER,
  data: {
    cardHolderName: "Jen Doe",
    accountNumber: "4242424242424242",
    cvv: "739",
    expirationMonth: "01",
    expirationYear: String(new Date().getFullYear() + 2),
    billingAddress: ADDRESS,
  },
} as const;

/** A bank account that the sandbox accepts: the routing number's check digit is right. */
export const BANK_ACCOUNT = {
  type: "BANK_ACCOUNT",
  payer: PAYER,
  data: {
    accountHolderName: "Jane Payer",
    accountNumber: "41541433888",
    routingNumber: "211371120",
    accountType: "CHECKING",
    billingAddress: ADDRESS,
  },
} as const;

/** A request to create a payer, with every optional part. */
export const PERSON = {
  contact: { firstName: "Jane", lastName: "Payer", email: "jane@example.com", phone: "+14155550100" },
  businessName: "Payer & Sons",
  businessAddress: { ...ADDRESS, line2: "Floor 2" },
  identityDocuments: [{ type: "US_SSN", value: "078-05-1120" }],
} as const satisfies CreatePayerRequest;
