import * as v from "valibot";
import { once } from "./once.ts";

/** Text that is not empty. */
export const requiredText: () => v.GenericSchema<string> = /* @__PURE__ */ once(() =>
  v.pipe(v.string(), v.regex(/./s, "must not be empty")),
);
