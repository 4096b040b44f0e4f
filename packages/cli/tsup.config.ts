import { library } from "../../tsup.base.ts";

// Nobody imports a command: no declarations.
export default library({ dts: false, platform: "node" }, "src/bin.ts");
