import type { Reporter, TestModule } from "vitest/node";

/** Tells the bootstrap that the last line is there. */
const COUNTED = 3;

/** Prints `N passed, N failed` as the very last line. What fails outside a test counts as one failure. */
export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    let passed = 0;
    let failed = unhandledErrors.length;
    for (const module of modules) {
      const failedBefore = failed;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === "passed") passed++;
        if (state === "failed") failed++;
      }
      if (module.state() === "failed" && failed === failedBefore) failed++;
    }
    // Other reporters print until the process ends.
    process.once("exit", () => {
      // A run without tests, or one that was cut short, has not passed.
      if (process.exitCode && failed === 0) failed = 1;
      process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
      if (failed > 0) process.exitCode = COUNTED;
    });
  }
}
