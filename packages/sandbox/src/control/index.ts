/**
 * Controls a local sandbox that runs in another process.
 *
 * @module
 */

import { withoutUndefined } from "../schema/without-undefined.ts";
import type { SeedIds } from "../seed/seed.ts";
import { assertClean } from "../seen/assert-clean.ts";
import type { SeenCounts } from "../seen/seen-log.ts";
import type { SandboxControl } from "./sandbox-control.ts";
import type { LocalWebhookControl } from "./webhook-control.ts";

/**
 * {@link SandboxControl} from another process: the same methods, each asynchronous, except those that need the same
 * process.
 */
export type RemoteControl = {
  [Method in Exclude<keyof SandboxControl, "subscribe" | keyof LocalWebhookControl>]: (
    ...args: Parameters<SandboxControl[Method]>
  ) => Promise<ReturnType<SandboxControl[Method]>>;
} & {
  /** Resolves when the sandbox responds; rejects when it does not. */
  health(): Promise<void>;
};

/**
 * Controls a sandbox in another process on this machine. It has no timeout and does not retry.
 *
 * @param origin The running sandbox's origin, such as `http://127.0.0.1:4010`. Each method rejects with an Error that
 * names the reason when the sandbox refuses. Its `cause` is `{ status, error }`: the status of the response, and the
 * sandbox's own reason, which is undefined in the response of another server.
 * @example
 * ```ts
 * import { remoteControl } from "@plastiq-connect/sandbox/control";
 *
 * const control = remoteControl("http://127.0.0.1:4010");
 * await control.addFault({ operation: "createPayment", kind: "severed-body" });
 * ```
 */
export function remoteControl(origin: string): RemoteControl {
  return controlAt(origin, "control");
}

/** A world within a running sandbox, for one test: its control and its API key. */
export type RemoteWorld = RemoteControl & {
  readonly id: string;
  /** The API key of the world. Client secrets that are minted with it also belong to the world. */
  readonly apiKey: string;
  /** Removes the world. Requests with its key are then refused. */
  remove(): Promise<void>;
};

/**
 * Creates a world within a running sandbox, with separate records, log, faults, clock and settings, so that tests can
 * share a server.
 *
 * @param origin The running sandbox's origin, such as `http://127.0.0.1:4010`.
 * @example
 * ```ts
 * import { createRemoteWorld } from "@plastiq-connect/sandbox/control";
 *
 * const world = await createRemoteWorld("http://127.0.0.1:4010");
 * // Create the client with `apiKey: world.apiKey`, and run the test.
 * await world.assertClean();
 * await world.remove();
 * ```
 */
export async function createRemoteWorld(origin: string): Promise<RemoteWorld> {
  const response = await call(origin, "POST", "control/worlds");
  const { id, apiKey } = (await response.json()) as { id: string; apiKey: string };
  const path = `control/worlds/${id}`;
  return { ...controlAt(origin, path), id, apiKey, remove: async () => void (await call(origin, "DELETE", path)) };
}

async function call(origin: string, method: string, path: string, body?: unknown): Promise<Response> {
  const response = await globalThis.fetch(new URL(`/${path}`, origin), {
    method,
    ...(method === "GET" ? {} : { headers: { "content-type": "application/json" } }),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (response.ok) return response;
  const json: unknown = await response.json().catch(() => null);
  const error = typeof json === "object" && json !== null && "error" in json ? String(json.error) : undefined;
  const { status } = response;
  const isRefused = status < 500 && error !== undefined;
  throw new Error(`The sandbox ${isRefused ? "refused the request" : "failed"}: ${error ?? status}`, {
    cause: { status, error },
  });
}

function controlAt(origin: string, base: string): RemoteControl {
  const read = async <Result>(path: string): Promise<Result> =>
    (await call(origin, "GET", `${base}/${path}`)).json() as Promise<Result>;
  const write = async (method: string, path: string, body?: unknown): Promise<void> => {
    await call(origin, method, `${base}/${path}`, body);
  };
  return {
    advance: (ms) => write("POST", "advance", { ms }),
    async addFault(fault) {
      const response = await call(origin, "POST", `${base}/faults`, fault);
      return ((await response.json()) as { id: number }).id;
    },
    removeFault: (id) => write("DELETE", `faults/${id}`),
    clearFaults: () => write("DELETE", "faults"),
    faults: () => read("faults"),
    seen: (filter = {}) => read(`seen?${new URLSearchParams({ ...withoutUndefined(filter) })}`),
    async assertClean() {
      const { unclean } = await read<SeenCounts>("seen/counts");
      assertClean(await read("seen"), unclean);
    },
    seenCounts: () => read("seen/counts"),
    clearSeen: () => write("DELETE", "seen"),
    addKey: (label, key) => write("POST", "keys", { label, key }),
    rotateKey: (label, newLabel, newKey) => write("POST", "keys/rotate", { label, newLabel, newKey }),
    revokeKey: (label) => write("DELETE", `keys/${encodeURIComponent(label)}`),
    setErrorShape: (shape) => write("PUT", "error-shape", { shape }),
    setIdSeed: (seed) => write("PUT", "id-seed", { seed }),
    setAllowedIps: (ips) => write("PUT", "allowed-ips", { ips }),
    advancePayment: (id, status) => write("POST", `payments/${encodeURIComponent(id)}/advance`, { status }),
    requestDocument: (id, type) => write("POST", `payments/${encodeURIComponent(id)}/documents`, { type }),
    provideDocument: (id, type) => write("POST", `payments/${encodeURIComponent(id)}/documents/provided`, { type }),
    refundPayment: (id) => write("POST", `payments/${encodeURIComponent(id)}/refund`, {}),
    expireIntent: (id) => write("POST", `payment-intents/${encodeURIComponent(id)}/expire`, {}),
    setAutopilot: (isOn) => write("PUT", "autopilot", { isOn }),
    setVocabulary: (vocabulary) => write("PUT", "vocabulary", { vocabulary }),
    setPagination: (pagination) => write("PUT", "pagination", { pagination }),
    setIntentOnPayments: (intentOnPayments) => write("PUT", "intent-on-payments", { intentOnPayments }),
    setFees: (fees) => write("PUT", "fees", fees),
    setIdempotency: (rules) => write("PUT", "idempotency", rules),
    setProcessingTime: (ms) => write("PUT", "processing-time", { ms }),
    async subscribeWebhook(subscription) {
      const response = await call(origin, "POST", `${base}/webhooks`, subscription);
      return ((await response.json()) as { id: string }).id;
    },
    unsubscribeWebhook: (id) => write("DELETE", `webhooks/${encodeURIComponent(id)}`),
    deliver: (event) => write("POST", "deliveries", event),
    redeliver: (id) => write("POST", `deliveries/${encodeURIComponent(id)}/again`, {}),
    deliveries: () => read("deliveries"),
    addWebhookFault: (fault) => write("POST", "webhook-faults", { fault }),
    seed: async (seed) => (await call(origin, "POST", `${base}/seed`, seed)).json() as Promise<SeedIds>,
    snapshot: () => read("snapshot"),
    restore: (snapshot) => write("PUT", "snapshot", snapshot),
    state: (account) => read(account === undefined ? "state" : `state?${new URLSearchParams({ account })}`),
    reset: () => write("POST", "reset"),
    health: async () => void (await call(origin, "GET", `${base}/health`)),
  };
}
