import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

/** The one place for test settings. Tests stand beside the code they test. */
export default defineConfig({
  test: {
    fsModuleCache: true,
    // What a test sets up, it takes down. A process for each file would cost more time than the tests themselves.
    isolate: false,
    // Many tests wait for a process that they started, while another can use the processor.
    maxWorkers: availableParallelism(),
    // What hangs is found a little later, and what waits for a busy machine is not taken for it.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    include: ["{packages,internal}/*/src/**/*.test.ts", "apps/*/src/**/*.test.ts", "scripts/**/*.test.ts"],
    // These run in Chromium, by a config of their own that starts from this one's neighbours.
    exclude: ["**/node_modules/**", "**/*.browser.test.ts"],
    coverage: {
      provider: "v8",
      reporter: ["text"],
      include: ["packages/core/src/**/*.ts"],
      exclude: ["**/*.test.ts", "packages/core/src/testing/**"],
      // Checked only under --coverage, with core's own tests.
      thresholds: { branches: 95 },
    },
  },
});
