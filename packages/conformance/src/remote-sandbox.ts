import { remoteControl } from "@plastiq-connect/sandbox/control";
import type { SandboxHandle } from "./subject.ts";

/** Addresses of the servers of a run, and credentials of the sandbox. Plain data: a launcher passes it to its runtime. */
export interface ServerAddresses {
  /** The sandbox's origin, where it is controlled. */
  readonly origin: string;
  /** The base URL of the subject. Default: the origin and `/api`. */
  readonly baseUrl?: string;
  /** Another sandbox's origin, where no request may end up. */
  readonly second: string;
  /** An origin where nobody listens. */
  readonly closed: string;
  /** An origin where every response is compressed. */
  readonly compressed: string;
  /** A key that the sandbox accepts. */
  readonly apiKey: string;
  /** A payer that always exists. */
  readonly payerId: string;
}

/** Returns the handle of sandboxes on this machine, which it calls with `fetch`. */
export function remoteSandbox(addresses: ServerAddresses): SandboxHandle {
  const { origin, second, closed, compressed, apiKey, payerId } = addresses;
  const send = async (
    method: string,
    path: string,
    body: unknown,
    bearer: string,
  ): Promise<Record<string, unknown>> => {
    const response = await fetch(`${origin}/api${path}`, {
      method,
      headers: { authorization: `Bearer ${bearer}`, "content-type": "application/json", "user-agent": "conformance" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`The sandbox responded with ${response.status} to ${path}.`);
    return (await response.json()) as Record<string, unknown>;
  };
  return {
    baseUrl: addresses.baseUrl ?? `${origin}/api`,
    apiKey,
    payerId,
    control: remoteControl(origin),
    request: (method, path, body) => send(method, path, body, apiKey),
    async mint() {
      const body = { payer: { id: payerId }, type: "CARD" };
      const { clientSecret } = await send("POST", "/client-secrets", body, apiKey);
      return String(clientSecret);
    },
    async spend(clientSecret, request) {
      await send("POST", "/payment-methods", request, clientSecret);
    },
    secondListener: {
      origin: second,
      received: async () => (await remoteControl(second).seen()).length,
    },
    closedOrigin: closed,
    compressedOrigin: compressed,
  };
}
