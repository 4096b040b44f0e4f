// All of the package, which the build puts into one file: see `tsup.config.ts`.
export * from "./src/adapter.ts";
export * from "./src/index.ts";
export * from "./src/mint-endpoint/index.ts";
export * from "./src/pay-once/index.ts";
export * from "./src/webhooks/index.ts";
