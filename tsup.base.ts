import { defineConfig, type Options } from "tsup";

/** tsup's settings; `dts` names the entries to make declarations of, or is `false` for none. */
interface Own extends Omit<Options, "dts"> {
  readonly dts?: false | { readonly entry: string[] };
}

// Every file says its own types (`isolatedDeclarations`): to gather them, nothing else is read, and nothing is checked,
// which takes half of the time. `pnpm typecheck` checks.
const DECLARATIONS = { compilerOptions: { noCheck: true, noLib: true, noResolve: true, types: [] } };

/** The one place for build settings: every published package calls this, with its entry points and what is its own. */
export function library({ dts, ...own }: Own, ...entry: string[]): ReturnType<typeof defineConfig> {
  return defineConfig({
    entry,
    format: ["esm"],
    target: "es2023",
    platform: "neutral",
    dts: dts !== false && { ...DECLARATIONS, ...dts },
    clean: true,
    sourcemap: true,
    // Bundlers warn of an import without names between our own files: nothing happens when one is loaded.
    treeshake: { moduleSideEffects: false },
    // Deno and Workers know these modules by no other name, and our checks of bundles look for it.
    removeNodeProtocol: false,
    ...own,
  });
}
