import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { agentsFiles } from "./agents-file.ts";
import { publicPackages } from "./public-packages.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const files = agentsFiles(root);

describe("agentsFiles", () => {
  it("makes one file for each public package, which its tarball contains", () => {
    expect([...files.keys()]).toEqual(publicPackages(root).map(({ folder }) => `${folder}/AGENTS.md`));
    for (const { folder, manifest } of publicPackages(root)) {
      expect({ folder, files: manifest.files }).toMatchObject({ files: expect.arrayContaining(["AGENTS.md"]) });
    }
  });

  it("names the package, links to the repository only, and leaves no marks of regions", () => {
    for (const [path, text] of files) {
      const { name } = JSON.parse(readFileSync(join(root, path, "../package.json"), "utf8"));
      expect(text).toContain(`# ${name}, for coding agents`);
      expect(text).not.toMatch(/#(?:end)?region|\]\(\.\.?\//);
    }
  });

  it("links to pages that exist", () => {
    const links = [...files.values()].flatMap((text) => [...text.matchAll(/blob\/main\/([^)#]+)\)/g)]);
    expect(links.length).toBeGreaterThan(20);
    for (const [, path = ""] of links) expect(readFileSync(join(root, path), "utf8"), path).not.toBe("");
  });
});
