/// <reference types="vite/client" />
import { describe } from "vitest";

// Core's own tests as one file, so that each mutant costs one worker, which loads the modules once. Left out are tests
// that run at the same time, whose coverage Stryker cannot tell apart, the 720 of `faults`, which take a third of the
// time of all, and those of single resources. Those at the top of core come first: they are quick, and kill most mutants
// of `redact.ts`.
const files = {
  ...import.meta.glob("./packages/core/src/*.test.ts"),
  ...import.meta.glob([
    "./packages/core/src/resources/*.test.ts",
    "./packages/core/src/{http,auth,end-user,mint-endpoint}/**/*.test.ts",
    "!**/{deadline,faults,*.slow}.test.ts",
  ]),
};

for (const [path, load] of Object.entries(files)) {
  // The hooks of a file hold for its own tests only.
  describe(path, async () => void (await load()));
}
