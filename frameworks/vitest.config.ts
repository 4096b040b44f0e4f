import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ["*.test.ts"],
    globalSetup: "./prepare.ts",
    // Each test waits for a build, or for a server that starts.
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
