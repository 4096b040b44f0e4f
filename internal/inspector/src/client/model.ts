import type {
  Built,
  InspectedFault,
  InspectedRequest,
  InspectedSecret,
  InspectorEvents,
  Overview,
} from "../protocol.ts";

/** The page's copy of the sandbox's state. */
export interface Model {
  built: Built | undefined;
  overview: Overview | undefined;
  faults: readonly InspectedFault[];
  deliveries: InspectorEvents["deliveries"];
  readonly requests: Map<number, InspectedRequest>;
  /** How many requests arrived at the sandbox since its log was cleared; the page has only some of them. */
  counts: { readonly total: number; readonly problems: number };
  /** How far the sandbox's clock is ahead of the page's, in ms. */
  clockOffset: number;
  /** Requests from this time on are marked as new, on the sandbox's clock. Undefined until it is known. */
  newSince: number | undefined;
}

/** Creates the state of the page before the sandbox has reported anything. */
export function createModel(): Model {
  return {
    built: undefined,
    overview: undefined,
    faults: [],
    deliveries: { total: 0, items: [] },
    requests: new Map(),
    counts: { total: 0, problems: 0 },
    clockOffset: 0,
    newSince: undefined,
  };
}

/** Returns the time on the sandbox's clock, epoch ms. */
export function sandboxNow(model: Model): number {
  return Date.now() + model.clockOffset;
}

/** Returns the current state of a client secret: the sandbox does not announce that one expires. */
export function secretState(secret: InspectedSecret, model: Model): InspectedSecret["state"] {
  return secret.state === "live" && sandboxNow(model) >= secret.expiresAt ? "expired" : secret.state;
}

/** Returns the request that spent a client secret, if the page still has it. */
export function spenderOf(label: string, model: Model): InspectedRequest | undefined {
  for (const request of model.requests.values()) {
    if (request.bearer?.label === label && request.status === 200) return request;
  }
  return undefined;
}
