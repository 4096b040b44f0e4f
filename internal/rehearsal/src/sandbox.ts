import { createCustomer } from "./customer.ts";
import { startProcess } from "./processes.ts";
import type { Rehearsal } from "./rehearsal.ts";

/** The report in the last line of a customer. */
export interface Report {
  /** How the secret prints. */
  readonly printed: string;
  readonly traceId: string;
  /** The id of the payment method that the secret was spent on. */
  readonly paymentMethod: string;
  /** The code of the error with which the secret's second spending was refused. */
  readonly again: string;
  /** The version that the customer's copy exports, if it does. */
  readonly version?: string;
}

/** The sandbox that the customers mint against, as they would install it. */
export interface CustomersSandbox {
  readonly baseUrl: string;
  /** Environment variables that lead a customer to it. */
  readonly env: Readonly<Record<string, string>>;
  readonly apiKey: string;
  /** The id of a payer that it knows. */
  readonly payer: string;
  /** Rejects unless the sandbox saw what the report says: one mint, and its secret spent once. */
  confirm(report: Report): Promise<void>;
  close(): Promise<unknown>;
}

/** Installs the sandbox from the registry, and starts it. */
export async function startCustomersSandbox(rehearsal: Rehearsal): Promise<CustomersSandbox> {
  const customer = createCustomer(rehearsal, "sandbox", process.execPath);
  await customer.npm("install", "@plastiq-connect/sandbox");
  const running = startProcess([process.execPath, "serve.mjs"], customer);
  const [line] = await running.prints(/^\{.*\}$/m);
  const { origin, baseUrl, apiKey, payer } = JSON.parse(line);
  return {
    baseUrl,
    apiKey,
    payer,
    env: { PLASTIQ_API_KEY: apiKey, PLASTIQ_BASE_URL: baseUrl },
    confirm: (report) => confirm(origin, report),
    close: running.end,
  };
}

/** As {@link CustomersSandbox.confirm}, of the sandbox at this origin. */
export async function confirm(origin: string, { printed, traceId, paymentMethod, again }: Report): Promise<void> {
  const read = async (path: string) => (await fetch(`${origin}/control/${path}`)).json();
  const seen = (await read(`seen?traceId=${traceId}&operation=createClientSecret`)) as { status: number }[];
  const { paymentMethods } = (await read("state")) as { paymentMethods: { id: string }[] };
  if (printed !== "[redacted]") throw new Error("The secret prints itself.");
  if (seen.length !== 1 || seen[0]?.status !== 200) throw new Error("The sandbox saw no mint of this trace id.");
  if (!paymentMethods.some(({ id }) => id === paymentMethod)) throw new Error("The secret was not spent.");
  if (again !== "unauthorized") throw new Error(`The secret's second spending ended in ${again}.`);
}
