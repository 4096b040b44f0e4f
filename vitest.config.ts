import { defineConfig } from "vitest/config";

/** The one place for test settings. Tests stand beside the code they test. */
export default defineConfig({
  test: {
    include: ["packages/*/src/**/*.test.ts", "apps/*/src/**/*.test.ts", "scripts/**/*.test.ts"],
    // These run in Chromium, by a config of their own that starts from this one's neighbours.
    exclude: ["**/node_modules/**", "**/*.browser.test.ts"],
    coverage: { provider: "v8", include: ["packages/core/src/**/*.ts"], exclude: ["**/*.test.ts"] },
  },
});
