import { FAULT_MEANINGS } from "../fault-meanings.ts";
import type { InspectedRequest } from "../protocol.ts";
import type { Hint } from "./hint.ts";

/** Returns what an injected fault means to the caller. */
export function faultHint({ fault }: InspectedRequest): Hint | undefined {
  if (fault === null) return undefined;
  return { kind: "injected", title: `Injected fault: ${fault}`, advice: FAULT_MEANINGS[fault] };
}
