import { readFileSync } from "node:fs";
import type { Plugin } from "vite";

const INCLUDE = /^( *)<!-- include ([a-z-]+) -->$/gm;

/** Replaces `<!-- include name -->` by `partials/name.html`, which the pages share. */
export function partials(): Plugin {
  return {
    name: "partials",
    transformIndexHtml: {
      order: "pre",
      handler: (html) =>
        html.replace(INCLUDE, (_, indent: string, name: string) =>
          readFileSync(new URL(`./partials/${name}.html`, import.meta.url), "utf8").replaceAll(/^(?=.)/gm, indent),
        ),
    },
  };
}
