import { library } from "../../tsup.base.ts";

export default library({ external: [/^node:/] }, "src/index.ts", "src/bun.ts", "src/workerd.ts");
