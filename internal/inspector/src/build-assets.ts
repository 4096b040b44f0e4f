import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** The files of the inspector's page, as text. */
export interface Assets {
  readonly html: string;
  readonly css: string;
  readonly script: string;
}

const fileAt = (url: URL) => fileURLToPath(url);

/** Bundles the page. Runs when the package is built, and from source (in tests) when the page is first asked for. */
export async function buildAssets(): Promise<Assets> {
  const bundle = async (file: URL): Promise<string> => {
    const { outputFiles } = await build({
      entryPoints: [fileAt(file)],
      bundle: true,
      minify: true,
      write: false,
      format: "esm",
      target: ["es2023", "chrome120", "firefox121", "safari17.2"],
      legalComments: "none",
    });
    return outputFiles[0]?.text ?? "";
  };
  const [html, css, script] = await Promise.all([
    readFile(new URL("./page/page.html", import.meta.url), "utf8"),
    bundle(new URL("./page/page.css", import.meta.url)),
    bundle(new URL("./client/main.ts", import.meta.url)),
  ]);
  return { html: html.replace(/\n\s+/g, "\n"), css, script };
}
