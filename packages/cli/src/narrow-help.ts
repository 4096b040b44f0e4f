import { wrapped } from "./rows.ts";

/** The width that the help texts are written for. */
const WRITTEN_FOR = 80;
const INDENT = 6;

/**
 * Returns help for a terminal that is narrower than 80 columns: the meaning of an option is below it. Command lines stay
 * as they are, so that they can be copied.
 */
export function narrowHelp(help: string, width: number = WRITTEN_FOR): string {
  if (width >= WRITTEN_FOR) return help;
  const blocks: { readonly head: string; readonly indent: number; text: string }[] = [];
  for (const line of help.split("\n")) {
    const last = blocks.at(-1);
    // An option and its value, or words in a column of their own.
    const [, head, text = ""] = /^( {2}-\S+(?: <[^>]+>)?| {2}\w[\w, -]*?(?= {2}))(?: +(\S.*))?$/.exec(line) ?? [];
    if (head !== undefined) {
      blocks.push({ head, indent: INDENT, text });
    } else if (last?.indent === INDENT && /^ {8}/.test(line)) {
      last.text += ` ${line.trim()}`;
    } else if (last?.indent === 0 && last.text !== "" && /^[^\s]/.test(line)) {
      last.text += ` ${line}`;
    } else {
      blocks.push(/^\S/.test(line) ? { head: "", indent: 0, text: line } : { head: line, indent: 0, text: "" });
    }
  }
  return blocks.map((block) => printed(block, width)).join("\n");
}

function printed(
  block: { readonly head: string; readonly indent: number; readonly text: string },
  width: number,
): string {
  const text = block.text.trim();
  if (text === "") return block.head;
  const indented = " ".repeat(block.indent) + wrapped(text, block.indent, width);
  return block.head === "" ? indented : `${block.head}\n${indented}`;
}
