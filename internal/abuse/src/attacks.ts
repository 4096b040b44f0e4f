import type { Attack } from "./attack.ts";
import { BODY_ATTACKS } from "./attacks/bodies.ts";
import { FLOODS } from "./attacks/floods.ts";
import { FORGED_HEADER_ATTACKS } from "./attacks/forged-headers.ts";
import { FRAMING_ATTACKS } from "./attacks/framing.ts";
import { IDENTITY_ATTACKS } from "./attacks/identity.ts";
import { LEAVING_ATTACKS } from "./attacks/leaving.ts";
import { METHOD_ATTACKS } from "./attacks/methods.ts";
import { ORIGIN_ATTACKS } from "./attacks/origins.ts";
import { VENDOR_ATTACKS } from "./attacks/vendor-trouble.ts";

/** Every attack, in the order in which each target suffers them. */
export const ATTACKS: readonly Attack[] = [
  ...METHOD_ATTACKS,
  ...ORIGIN_ATTACKS,
  ...FORGED_HEADER_ATTACKS,
  ...IDENTITY_ATTACKS,
  ...BODY_ATTACKS,
  ...FRAMING_ATTACKS,
  ...VENDOR_ATTACKS,
  ...LEAVING_ATTACKS,
  ...FLOODS,
];
