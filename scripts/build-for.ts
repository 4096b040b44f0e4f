// Builds what one workspace package needs, and says no more than that, unless it fails.
import { spawnSync } from "node:child_process";

const [name = ""] = process.argv.slice(2);
const startedAt = performance.now();
process.stdout.write("Building… ");
const { status, stdout, error } = spawnSync(
  "turbo",
  ["run", "build", `--filter=${name}^...`, "--output-logs=errors-only"],
  {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  },
);
if (status === 0) console.log(`done in ${((performance.now() - startedAt) / 1_000).toFixed(1)} s.`);
else console.log(`failed.\n${stdout ?? ""}${error?.message ?? ""}`);
process.exit(status ?? 1);
