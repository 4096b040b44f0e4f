import { defineConfig } from "vitest/config";
import { plantMutant } from "./scripts/mutants/plugin.ts";

// biome-ignore lint/suspicious/noUndeclaredEnvVars: only scripts/mutants.ts sets it, and no task of turbo runs that
const mutant = process.env.MUTANT;

/** The one place for test settings. Tests stand beside the code they test. */
export default defineConfig({
  plugins: [plantMutant(mutant)],
  test: {
    // Mutated code must not be found again in the cache by a later run.
    fsModuleCache: mutant === undefined,
    include: ["packages/*/src/**/*.test.ts", "apps/*/src/**/*.test.ts", "scripts/**/*.test.ts"],
    // These run in Chromium, by a config of their own that starts from this one's neighbours.
    exclude: ["**/node_modules/**", "**/*.browser.test.ts"],
    coverage: {
      provider: "v8",
      include: ["packages/core/src/**/*.ts"],
      exclude: ["**/*.test.ts", "packages/core/src/testing/**"],
      // Checked only under --coverage, which runs the whole suite.
      thresholds: { branches: 95 },
    },
  },
});
