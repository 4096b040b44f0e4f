import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { library } from "../../tsup.base.ts";

/** What the transport says of ofetch's options in every request. What depends on them is settled when it is built. */
const settled: Readonly<Record<string, string>> = {
  baseURL: "undefined",
  // Always text, with its content type and accept beside it: nothing to convert, nothing to add.
  body: "undefined",
  ignoreResponseError: "true",
  onRequest: "undefined",
  onRequestError: "undefined",
  onResponse: "undefined",
  onResponseError: "undefined",
  parseResponse: "undefined",
  query: "undefined",
  retry: "false",
  // Always given, and asked for nothing but that.
  signal: "true",
  timeout: "undefined",
};

/**
 * The text with the one match replaced, or with all of a global pattern's. It fails the build where there is none, or
 * more than that one: ofetch is then not what it was.
 */
function edited(text: string, pattern: RegExp, replacement: string): string {
  const found = text.split(new RegExp(pattern, pattern.flags.replace("g", ""))).length - 1;
  if (found === 0 || (found > 1 && !pattern.global)) {
    throw new Error(`ofetch holds ${pattern} ${found} times: look at it again.`);
  }
  return text.replace(pattern, replacement);
}

/**
 * ofetch goes into the build itself, without what only its unused options need: `destr` parses JSON, `ufo` joins base
 * URLs and queries, and the transport asks for neither. See docs/decisions/2026-11-23-ofetch-inside-the-build.md.
 */
const unusedParts = {
  name: "unused-parts-of-ofetch",
  setup(build: {
    onResolve(on: { filter: RegExp }, resolve: (found: { path: string }) => object): void;
    onLoad(on: { filter: RegExp; namespace: string }, load: (found: { path: string }) => object): void;
  }): void {
    build.onResolve({ filter: /^(?:ufo|destr)$/ }, ({ path }) => ({ path, namespace: "unused" }));
    // Its own default instance: we make ours.
    build.onLoad({ filter: /ofetch[\\/]dist[\\/]index\.mjs$/, namespace: "file" }, ({ path }) => {
      const [factory] = /^import \{ c as createFetch \} from .*$/m.exec(readFileSync(path, "utf8")) ?? [];
      if (!factory) throw new Error("ofetch's entry is not what it was: look at it again.");
      return { contents: `${factory}\nexport { createFetch };`, resolveDir: dirname(path) };
    });
    build.onLoad({ filter: /ofetch[\\/]dist[\\/]shared[\\/]/, namespace: "file" }, ({ path }) => {
      let contents = readFileSync(path, "utf8");
      for (const [option, value] of Object.entries(settled)) {
        contents = edited(
          contents,
          new RegExp(`(?<!delete )\\bcontext\\.options\\.${option}\\b(?! =[^=])`, "g"),
          value,
        );
      }
      // Without a query, none has to be added and taken out again, which would make the options slow to read.
      contents = edited(contents, /^ {2}let query;\n.*?^ {2}\}\n/ms, "");
      contents = edited(contents, /^ {4}query,\n {4}params: query,\n/m, "");
      contents = edited(contents, /if \("(?:query|params)" in context\.options\) \{.*?\}/gs, "");
      // `isAbort` is asked for by repetitions, the set by bodies that are to be converted. The bundler cannot know that
      // asking has no effect.
      contents = edited(contents, /const isAbort = .*;/, "const isAbort = false;");
      contents = edited(contents, /(?<=const payloadMethods = )(?=new Set)/, "/* @__PURE__ */ ");
      contents = edited(contents, /(?<=new Set\(\n\s+)(?=Object\.freeze\()/, "/* @__PURE__ */ ");
      // The transport looks through the error for the one underneath, and attaches neither.
      contents = edited(contents, /createFetchError\(context\)/, "context.error");
      contents = edited(
        contents,
        /if \(Error\.captureStackTrace\)(?= \{\s+Error\.captureStackTrace\(error, \$fetchRaw\))/,
        "if (false)",
      );
      // The transport reads the body itself, and calls `raw` only.
      contents = edited(contents, /const hasBody = /, "const hasBody = false && ");
      contents = edited(contents, /^ {2}\$fetch\.native = .*?\n {2}(?=return \$fetch;)/ms, "");
      return { contents, resolveDir: dirname(path) };
    });
    build.onLoad({ filter: /.*/, namespace: "unused" }, () => ({
      contents: `
        const unused = () => { throw new Error("The transport uses no option of ofetch that needs this."); };
        export default unused;
        export { unused as withBase, unused as withQuery };`,
    }));
  },
};

export default library(
  { noExternal: ["ofetch", "ufo", "destr"], esbuildPlugins: [unusedParts] },
  "src/index.ts",
  "src/mint-endpoint.ts",
);
