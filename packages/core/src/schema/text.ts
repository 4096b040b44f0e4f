import type * as v from "valibot";
import { textLike } from "./kind.ts";
import { once } from "./once.ts";

/** Text that is not empty. */
export const requiredText: () => v.GenericSchema<string> = /* @__PURE__ */ once(() =>
  textLike(/./s, "must not be empty"),
);
