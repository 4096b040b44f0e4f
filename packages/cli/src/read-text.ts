import { readFile } from "node:fs/promises";
import { plain } from "./foreign-text.ts";
import { UsageError } from "./usage-error.ts";

/** Limits and advice of {@link readText}. */
interface ReadOptions {
  readonly mostMebibytes?: number;
  /** Advice for when the file does not exist. */
  readonly absent?: string;
}

/** Reads a file in UTF-8, with or without the byte order mark of Windows editors. @throws UsageError naming the file. */
export async function readText(file: string, { mostMebibytes, absent }: ReadOptions = {}): Promise<string> {
  const name = plain(file);
  const bytes = await readFile(file).catch(({ code }: NodeJS.ErrnoException) => {
    if (code === "ENOENT") throw new UsageError(`${name} does not exist.`, absent);
    throw new UsageError(`${name} cannot be read: ${code}.`);
  });
  if (mostMebibytes !== undefined && bytes.byteLength > mostMebibytes * 2 ** 20) {
    throw new UsageError(`${name} is longer than ${mostMebibytes} MiB.`);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const isUtf16 = /^(?:fffe|feff)$/.test(bytes.toString("hex", 0, 2));
    throw new UsageError(`${name} cannot be read as UTF-8${isUtf16 ? ": it is UTF-16" : ""}.`, "Save it as UTF-8.");
  }
}
