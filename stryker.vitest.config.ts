import { defineConfig } from "vitest/config";
import { sourceAliases } from "./scripts/source-aliases.ts";

/** The tests that Stryker runs for each mutant: core's own, without the ones that compile or fuzz. */
export default defineConfig({
  resolve: { alias: sourceAliases(import.meta.dirname) },
  test: {
    include: [
      "packages/core/src/{http,auth,end-user,mint-endpoint,resources}/**/*.test.ts",
      "packages/core/src/*.test.ts",
    ],
    exclude: ["**/node_modules/**", "**/*.slow.test.ts"],
    testTimeout: 30_000,
  },
});
