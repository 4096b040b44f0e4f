import type { Attack } from "../attack.ts";
import { requestText } from "../wire/request-text.ts";
import { ABORTED, minted } from "./expectations.ts";

const fault = { operation: "*", kind: "latency", delayMs: 400, carriedOut: false } as const;

/** Clients that disconnect while the vendor is called. */
export const LEAVING_ATTACKS: readonly Attack[] = [
  {
    name: "a client that resets its connection",
    text: requestText(),
    fault,
    leaves: { how: "reset", once: "vendor-asked" },
    expect: ABORTED,
  },
  {
    name: "a client that ends its own side",
    text: requestText(),
    fault,
    leaves: { how: "end", once: "vendor-asked" },
    expect: ABORTED,
    // It cannot distinguish this from a client that still listens.
    but: { workerd: minted() },
  },
];
