import { stripVTControlCharacters } from "node:util";
import type { Output } from "./output.ts";

/** A label, colored or not, and its value. */
export type Row = readonly [name: string, value: string];

/** Writes rows with aligned values. Wraps values at spaces if the output has a width. */
export function writeRows(output: Output, rows: readonly Row[]): void {
  const column = Math.max(...rows.map(([name]) => lengthOf(name))) + 2;
  for (const [name, value] of rows) {
    output.line(name + " ".repeat(column - lengthOf(name)) + wrapped(value, column, output.width));
  }
}

/** Wraps text, and indents each line after the first by `column`. A command at its end stays whole: it can be copied. */
export function wrapped(text: string, column: number, width: number = Number.POSITIVE_INFINITY): string {
  const lines: string[] = [];
  let line = "";
  const [, prose = text, command] = /^(.*:) ((?:\S+ ){0,3}(?:npm:)?plastiq-connect \w+ --.*)$/.exec(text) ?? [];
  for (const word of [...prose.split(" "), ...(command ? [command] : [])]) {
    const longer = line && `${line} ${word}`;
    if (!line || column + lengthOf(longer) <= width) line = longer || word;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line].join(`\n${" ".repeat(column)}`);
}

function lengthOf(text: string): number {
  return stripVTControlCharacters(text).length;
}
