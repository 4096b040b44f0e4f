import type { MarkdownRenderer } from "vitepress";

/** The longest text, in characters, that may be squeezed into a narrow column. */
const SHORT = 24;

/** Adds the class `long` to table cells with a longer text, which the style sheet makes wider on a phone. */
export function markLongCells(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push("long-cells", ({ tokens }) => {
    for (const [index, token] of tokens.entries()) {
      const text = (tokens[index + 1]?.children ?? []).map(({ content }) => content).join("");
      if (token.type === "td_open" && text.length > SHORT) token.attrJoin("class", "long");
    }
  });
}
