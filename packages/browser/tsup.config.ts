import { library } from "../../tsup.base.ts";

export default library(
  { platform: "browser", splitting: false, noExternal: ["credit-card-type"] },
  "src/index.ts",
  "src/card.ts",
);
