import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it, vi } from "vitest";

// Deno compiles with all types, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

const adapter = createRequire(createRequire(import.meta.url).resolve("@plastiq-connect/deno/package.json"));
const DENO = join(dirname(adapter.resolve("deno/package.json")), process.platform === "win32" ? "deno.exe" : "deno");

it("type-checks in Deno", async () => {
  // Packages of a workspace are linked, which Deno does not expect of what is installed.
  const check = promisify(execFile)(
    DENO,
    ["check", "--quiet", "--unstable-sloppy-imports", "src/mint.ts", "src/serve.ts"],
    {
      cwd: fileURLToPath(new URL("..", import.meta.url)),
    },
  );

  await expect(check).resolves.toEqual({ stdout: "", stderr: "" });
});
