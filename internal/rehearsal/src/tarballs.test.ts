import { describe, expect, it } from "vitest";
import { inPublishOrder, tarballName } from "./tarballs.ts";

const named = (name: string, ...dependencies: string[]) => ({
  folder: `packages/${name}`,
  manifest: { name, version: "1.0.0", dependencies: Object.fromEntries(dependencies.map((each) => [each, "^1.0.0"])) },
});

describe("inPublishOrder", () => {
  it("puts each package after everything that it depends on", () => {
    const packages = [
      named("cli", "node", "sandbox"),
      named("core", "ofetch"),
      named("node", "core"),
      named("sandbox"),
    ];
    expect(inPublishOrder(packages).map(({ manifest }) => manifest.name)).toEqual(["core", "node", "sandbox", "cli"]);
  });
});

describe("tarballName", () => {
  it("names the file as npm does", () => {
    expect(tarballName({ name: "@plastiq-connect/core", version: "1.0.0" })).toBe("plastiq-connect-core-1.0.0.tgz");
    expect(tarballName({ name: "plastiq-connect", version: "1.0.0" })).toBe("plastiq-connect-1.0.0.tgz");
  });
});
