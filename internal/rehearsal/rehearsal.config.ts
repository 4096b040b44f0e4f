import { defineConfig } from "vitest/config";

/** The rehearsal of a release: minutes long, and only for `npm run release:rehearse`. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ["src/release.rehearsal.ts"],
    reporters: ["verbose", "../../scripts/tally-reporter.ts"],
    // Two customers at once: each installs and compiles.
    maxConcurrency: 2,
    testTimeout: 1_200_000,
    hookTimeout: 1_800_000,
  },
});
