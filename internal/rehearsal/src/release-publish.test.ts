import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { publishRefusal } from "./release-publish.ts";
import { inPublishOrder } from "./tarballs.ts";

const SCRIPT = fileURLToPath(new URL("release-publish.ts", import.meta.url));
const LOOPBACK = "registry=http://127.0.0.1:4873/\n//127.0.0.1:4873/:_authToken=local-only\n";

let root: string;
let config: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "release-publish-"));
  config = join(root, "user.npmrc");
  await mkdir(join(root, "packages/core"), { recursive: true });
  await writeFile(join(root, "packages/core/package.json"), '{ "name": "@plastiq-connect/core", "version": "1.0.0" }');
});
afterEach(() => rm(root, { recursive: true }));

describe("publishRefusal", () => {
  const refusal = async (text: string): Promise<string | undefined> => {
    await writeFile(config, text);
    return publishRefusal(root, { NPM_CONFIG_USERCONFIG: config });
  };

  it("lets a registry on this machine pass", async () => {
    expect(await refusal(LOOPBACK)).toBeUndefined();
    expect(await refusal('  registry = "http://localhost:4873"\r\n')).toBeUndefined();
    expect(await refusal("registry=http://[::1]:4873/")).toBeUndefined();
  });

  it("refuses without a user config, or without the file", () => {
    expect(publishRefusal(root, {})).toMatch(/NPM_CONFIG_USERCONFIG/);
    expect(publishRefusal(root, { NPM_CONFIG_USERCONFIG: config })).toMatch(/There is no user config file/);
  });

  it.each([
    ["no registry", "provenance=false"],
    ["a registry in a comment", "# registry=http://127.0.0.1:4873/"],
    ["another machine", "registry=https://registry.example/"],
    ["a name that only starts like this machine", "registry=http://127.0.0.1.example/"],
    ["a user name that looks like this machine", "registry=http://127.0.0.1:4873@registry.example/"],
    ["a variable", "registry=$" + "{REGISTRY}"],
    ["our scope elsewhere", `${LOOPBACK}@plastiq-connect:registry=https://registry.example/`],
  ])("refuses %s", async (_, text) => {
    expect(await refusal(text)).toBeDefined();
  });

  it("refuses where the repository itself names a registry", async () => {
    await writeFile(join(root, "packages/core/.npmrc"), "registry=http://127.0.0.1:1/");
    expect(await refusal(LOOPBACK)).toMatch(/packages\/core\/\.npmrc/);
    await rm(join(root, "packages/core/.npmrc"));
    await writeFile(join(root, "pnpm-workspace.yaml"), "registries:\n  default: https://registry.example/\n");
    expect(await refusal(LOOPBACK)).toMatch(/pnpm-workspace\.yaml/);
  });

  it("lets the release workflow pass, and no other job of it", () => {
    const job = { GITHUB_ACTIONS: "true" };
    expect(publishRefusal(root, { ...job, ACTIONS_ID_TOKEN_REQUEST_URL: "https://token.example/" })).toBeUndefined();
    expect(publishRefusal(root, job)).toBeDefined();
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
