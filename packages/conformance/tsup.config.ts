import { library } from "../../tsup.base.ts";

export default library(
  { platform: "node", dts: { entry: ["src/index.ts", "src/node.ts"] } },
  "src/index.ts",
  "src/node.ts",
  "src/bin.ts",
);
