import { globSync } from "node:fs";
import { availableParallelism } from "node:os";
import { basename, dirname, join } from "node:path";
import { defineConfig } from "vitest/config";
import { sourceAliases } from "./scripts/source-aliases.ts";

const ROOT = import.meta.dirname;

// Browsers and long searches: `npm run test:slow` (`--mode slow`) runs these, and `npm test` the rest.
const SLOW = "**/*.{e2e,slow}.test.ts";

// Each workspace package is a project, named after its folder. Its tests stand beside the code.
const projectsOf = (include: string, retry = 0) =>
  globSync(["{packages,internal,apps}/*/package.json", "docs/package.json"], { cwd: ROOT })
    .sort()
    .map(dirname)
    .map((folder) => ({
      extends: true as const,
      // One root, so that the cache of transformed files is one for all.
      root: ROOT,
      test: {
        name: basename(folder),
        dir: join(ROOT, folder),
        include: [include],
        retry: folder.startsWith("apps/browser-") ? retry : 0,
      },
    }));

/** The one place for test settings. */
export default defineConfig(({ mode }) => ({
  resolve: { alias: sourceAliases(ROOT) },
  test: {
    projects:
      mode === "slow"
        ? // In CI, a page in a browser gets a second try. The report shows it, and rules of our own code get none.
          projectsOf(`{src,tests}/${SLOW}`, process.env.CI ? 1 : 0)
        : [...projectsOf("{src,tests,examples}/**/*.test.ts"), "packages/browser/vitest.browser.config.ts"],
    globalSetup: "./scripts/build-first.ts",
    reporters: ["default", "./scripts/tally-reporter.ts"],
    // A test cleans up after itself. A process for each file would cost more time than the tests themselves.
    isolate: false,
    // Many tests wait for a process that they started, while another can use the processor.
    maxWorkers: availableParallelism(),
    // A busy machine must not look like a hanging test.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
    exclude: ["**/node_modules/**", "**/*.browser.test.ts", ...(mode === "slow" ? [] : [SLOW])],
    passWithNoTests: mode === "slow",
  },
}));
