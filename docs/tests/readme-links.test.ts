import { existsSync, globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const FILES = "https://github.com/plastiq-connect/plastiq-connect/";

// npm and JSR show a README without the files around it.
it.each(globSync("packages/*/README.md", { cwd: ROOT }))(
  "has only absolute links in %s, to files that exist",
  (path) => {
    const text = readFileSync(`${ROOT}${path}`, "utf8").replace(/^```.*?^```/gms, "");
    for (const [, link = ""] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (link.startsWith("#")) continue;
      expect(link).toMatch(/^https:\/\//);
      const [, file] = new RegExp(`^${FILES}(?:blob|tree)/main/([^#]+)`).exec(link) ?? [];
      if (file !== undefined) expect({ file, exists: existsSync(`${ROOT}${file}`) }).toEqual({ file, exists: true });
    }
  },
);
