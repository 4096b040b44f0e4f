import type { Attack } from "../attack.ts";
import { BODY_ATTACKS } from "./bodies.ts";
import { LEAVING_ATTACKS } from "./disconnects.ts";
import { FLOODS } from "./floods.ts";
import { FORGED_HEADER_ATTACKS } from "./forged-headers.ts";
import { FRAMING_ATTACKS } from "./framing.ts";
import { IDENTITY_ATTACKS } from "./identity.ts";
import { METHOD_ATTACKS } from "./methods.ts";
import { ORIGIN_ATTACKS } from "./origins.ts";
import { VENDOR_ATTACKS } from "./vendor-trouble.ts";

/** All attacks, in the order in which each target gets them. */
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
