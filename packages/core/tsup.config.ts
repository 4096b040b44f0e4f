import { library } from "../../tsup.base.ts";

export default library({
  entry: {
    index: "src/index.ts",
    adapter: "src/adapter.ts",
    "mint-endpoint": "src/mint-endpoint/index.ts",
    webhooks: "src/webhooks/index.ts",
    "pay-once": "src/pay-once/index.ts",
  },
});
