import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Maps what the packages export to their sources: a test in this process never sees a build. */
export function sourceAliases(root: string): { readonly find: RegExp; readonly replacement: string }[] {
  return globSync("packages/*/package.json", { cwd: root }).flatMap((path) => {
    const { name, exports = {} } = JSON.parse(readFileSync(join(root, path), "utf8"));
    return Object.keys(exports).flatMap((subpath) => {
      const file = subpath === "." ? "index" : subpath.slice(2);
      const source = [`src/${file}.ts`, `src/${file}/index.ts`]
        .map((candidate) => join(root, dirname(path), candidate))
        .find((candidate) => existsSync(candidate));
      return source ? [{ find: new RegExp(`^${name}${subpath.slice(1)}$`), replacement: source }] : [];
    });
  });
}
