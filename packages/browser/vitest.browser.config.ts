import { pathToFileURL } from "node:url";
import { playwright } from "@vitest/browser-playwright";
import { chromiumPath } from "runtimes/chromium";
import { defineConfig } from "vitest/config";
import { commandsOf } from "./src/testing/commands.ts";
import { pageCode } from "./src/testing/page-code.ts";
import type { World } from "./src/testing/world.ts";

let started: Promise<World> | undefined;
// Not when this file is only read, as tools do, and every run of another project: the packages may not be built yet. By a
// computed path, or the import would become part of this file.
const world = () => {
  const path = `${import.meta.dirname}/src/testing/world.ts`;
  started ??= import(pathToFileURL(path).href).then(({ createWorld }) => createWorld());
  return started;
};

/** The tests that need a real browser, with CORS on: `--no-sandbox` is its only switch. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [
    pageCode(),
    {
      name: "our-users-own-server",
      configureServer(server) {
        server.middlewares.use("/client-secret", (request, response, next) => {
          world()
            .then(({ mint }) => mint(request, response))
            .catch(next);
        });
      },
      closeBundle: async () => (await started)?.close(),
    },
  ],
  test: {
    name: "chromium",
    include: ["src/**/*.browser.test.ts"],
    // They share the servers.
    fileParallelism: false,
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({ launchOptions: { executablePath: await chromiumPath(), args: ["--no-sandbox"] } }),
      instances: [{ browser: "chromium" }],
      commands: commandsOf(world),
    },
  },
});
