import type { Authorization, MintEvent } from "@plastiq-connect/core/mint-endpoint";
import { ATTACKER, SHORT_BUDGET, VICTIM } from "../parties.ts";
import type { Settings } from "./settings.ts";

/** Options that differ between a target's endpoints. */
export interface EndpointSetup {
  /** The vendor that it calls. */
  readonly vendor: "baseUrl" | "hostileUrl" | "refusedUrl";
  readonly trustedHops?: number;
  readonly limited?: true;
  /** The limits of its client. */
  readonly limits?: { readonly timeout?: number; readonly retries: number };
}

/** A target's endpoints, by path. */
const ENDPOINTS = {
  "/mint": { vendor: "baseUrl" },
  "/limited": { vendor: "baseUrl", limited: true },
  "/proxied": { vendor: "baseUrl", trustedHops: 1 },
  "/refused": { vendor: "refusedUrl", limits: { retries: 0 } },
  "/hostile": { vendor: "hostileUrl", limits: { retries: 0 } },
  "/hanging": { vendor: "hostileUrl", limits: { retries: 0, timeout: SHORT_BUDGET } },
} as const satisfies Readonly<Record<`/${string}`, EndpointSetup>>;

/** The path of one of a target's endpoints. */
export type EndpointPath = keyof typeof ENDPOINTS;

/** Creates all of them with the target's function. */
export function endpointsBy<Endpoint>(make: (setup: EndpointSetup) => Endpoint): ReadonlyMap<string, Endpoint> {
  return new Map(Object.entries(ENDPOINTS).map(([path, setup]) => [path, make(setup)]));
}

/** Returns the payer of the session cookie. */
export function authorize({ headers }: Pick<Request, "headers">, { attackerPayerId }: Settings): Authorization {
  const session = /(?:^|;\s*)session=([^;]*)/.exec(headers.get("cookie") ?? "")?.[1];
  if (session === VICTIM.session) return { payerId: VICTIM.payerId };
  return session === ATTACKER.session ? { payerId: attackerPayerId } : { refused: "unauthenticated" };
}

/** Writes the audit log: a line of JSON for each mint. */
export function onMint(event: MintEvent): void {
  console.log(JSON.stringify(event));
}

/** Returns the path of a request, without its query. */
export function pathOf(url: string): string {
  return /^(?:https?:\/\/[^/]*)?(\/[^?]*)/.exec(url)?.[1] ?? "";
}
