import type { MarkdownRenderer } from "vitepress";

/** Text of up to so many characters can be broken into short lines. */
const SHORT = 24;

/** Marks each cell of a table with a longer text, to which the style sheet gives a width that can be read on a phone. */
export function markLongCells(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push("long-cells", ({ tokens }) => {
    for (const [index, token] of tokens.entries()) {
      const text = (tokens[index + 1]?.children ?? []).map(({ content }) => content).join("");
      if (token.type === "td_open" && text.length > SHORT) token.attrJoin("class", "long");
    }
  });
}
