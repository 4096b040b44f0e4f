import type { MarkdownRenderer } from "vitepress";

// A longer text would make a column of its own width on a phone.
const NAME = /^(?:(?:GET|POST|PATCH|DELETE) )?\S{1,48}$/;

/**
 * Marks each inline code that is one name, such as `@plastiq-connect/node`, or one route. The style sheet keeps these on
 * one line in a table: browsers break a name at its hyphens.
 */
export function markNames(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push("names", ({ tokens }) => {
    for (const { children } of tokens) {
      for (const token of children ?? []) {
        if (token.type === "code_inline" && NAME.test(token.content)) token.attrJoin("class", "name");
      }
    }
  });
}
