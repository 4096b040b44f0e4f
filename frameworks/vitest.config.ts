import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ["*.test.ts"],
    globalSetup: "./prepare.ts",
    // The cache is keyed by the lockfile of this workspace, but vitest itself is in the repository's own.
    fsModuleCache: false,
    // Each test waits for a build, or for a server that starts.
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
