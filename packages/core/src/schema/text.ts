import type * as v from "valibot";
import { textLike } from "./kind.ts";
import { once } from "./once.ts";

/** The schema of non-empty text. */
export const requiredText: () => v.GenericSchema<string> = /* @__PURE__ */ once(() =>
  textLike(/./s, "must not be empty"),
);
