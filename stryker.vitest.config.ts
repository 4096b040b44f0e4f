import { defineConfig } from "vitest/config";
import { sourceAliases } from "./scripts/source-aliases.ts";

/** The tests that Stryker runs for each mutant. */
export default defineConfig({
  resolve: { alias: sourceAliases(import.meta.dirname) },
  plugins: [
    {
      name: "no-locations",
      // Stryker asks for the line of every test, which only its incremental mode reads. It costs half a second a mutant.
      configureVitest({ project }) {
        project.config.includeTaskLocation = false;
      },
    },
  ],
  test: {
    include: ["stryker.tests.ts"],
    // A mutant that hangs fails by this. By Stryker's own timeout, it takes 17 s and a new process.
    testTimeout: 4_000,
  },
});
