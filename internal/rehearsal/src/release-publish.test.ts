import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { registryOf } from "./release-publish.ts";
import { inPublishOrder } from "./tarballs.ts";

const SCRIPT = fileURLToPath(new URL("release-publish.ts", import.meta.url));
const LOOPBACK = "registry=http://127.0.0.1:4873/\n//127.0.0.1:4873/:_authToken=local-only\n";

let root: string;
let config: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "release-publish-"));
  config = join(root, "user.npmrc");
});
afterEach(() => rm(root, { recursive: true }));

describe("registryOf", () => {
  const named = async (text: string): Promise<string | undefined> => {
    await writeFile(config, text);
    return registryOf({ NPM_CONFIG_USERCONFIG: config });
  };

  it("returns a registry on this machine", async () => {
    expect(await named(LOOPBACK)).toBe("http://127.0.0.1:4873/");
    expect(await named('  registry = "http://localhost:4873"\r\n')).toBe("http://localhost:4873/");
    expect(await named("registry=http://[::1]:4873/")).toBe("http://[::1]:4873/");
  });

  it("refuses without a user config, or without the file", () => {
    expect(() => registryOf({})).toThrow(/NPM_CONFIG_USERCONFIG/);
    expect(() => registryOf({ NPM_CONFIG_USERCONFIG: config })).toThrow(/There is no user config file/);
  });

  it.each([
    ["no registry", "provenance=false"],
    ["a registry in a comment", "# registry=http://127.0.0.1:4873/"],
    ["another machine", "registry=https://registry.example/"],
    ["a name that only starts like this machine", "registry=http://127.0.0.1.example/"],
    ["a user name that looks like this machine", "registry=http://127.0.0.1:4873@registry.example/"],
    ["a variable", "registry=$" + "{REGISTRY}"],
    ["the registry of a scope", "@plastiq-connect:registry=http://127.0.0.1:4873/"],
  ])("refuses %s", async (_, text) => {
    await expect(named(text)).rejects.toThrow(/names no registry on this machine/);
  });

  it("lets only the publish job of the release workflow publish to the public registry", () => {
    const job = { GITHUB_ACTIONS: "true" };
    expect(registryOf({ ...job, ACTIONS_ID_TOKEN_REQUEST_URL: "https://token.example/" })).toBeUndefined();
    expect(() => registryOf(job)).toThrow();
  });
});

describe("the publish step", () => {
  // Its only way out is npm, and Node lets it start no program.
  it("ends with 1 without a user config, before it starts npm", () => {
    const guarded = ["--permission", "--allow-fs-read=*", SCRIPT];
    const env = { PATH: process.env.PATH ?? "" };
    const { status, stderr } = spawnSync(process.execPath, guarded, { cwd: root, env, encoding: "utf8" });
    expect(stderr).toMatch(/^Nothing was published\. /);
    expect(status).toBe(1);
  });

  // A global config, a project's, or a variable in any case may name another registry, also one for our scope alone.
  it("names the registry of the user config wherever npm would prefer another", async () => {
    await writeFile(config, LOOPBACK);
    await writeFile(join(root, "npm"), `#!/bin/sh\necho "$@" >> "${join(root, "calls")}"\n`, { mode: 0o755 });
    const env = { PATH: `${root}:/usr/bin:/bin`, NPM_CONFIG_USERCONFIG: config };
    const { status } = spawnSync(process.execPath, [SCRIPT], { cwd: root, env, encoding: "utf8" });
    expect(status).toBe(0);
    const calls = (await readFile(join(root, "calls"), "utf8")).trim().split("\n");
    // The release workflow takes a version for released as soon as npm has its core.
    expect(calls[1]).toMatch(/^publish \S+core\S+\.tgz /);
    for (const call of calls) {
      expect(call).toMatch(
        / --registry=http:\/\/127\.0\.0\.1:4873\/ --@plastiq-connect:registry=http:\/\/127\.0\.0\.1:4873\/$/,
      );
    }
  });
});

describe("inPublishOrder", () => {
  it("puts each package after everything that it depends on", () => {
    const named = (name: string, ...dependencies: string[]) => ({
      folder: `packages/${name}`,
      manifest: { name, version: "1.0.0", dependencies: Object.fromEntries(dependencies.map((each) => [each, "1"])) },
    });
    const packages = [named("cli", "node", "sandbox"), named("core"), named("node", "core"), named("sandbox")];
    expect(inPublishOrder(packages).map(({ manifest }) => manifest.name)).toEqual(["core", "node", "sandbox", "cli"]);
  });
});
