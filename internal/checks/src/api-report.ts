// Our own, because API Extractor's command writes one file for each entry point: this makes one of each package, in a
// tenth of the time, and adds the help of its commands.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CompilerState, Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";
import { entriesOf, type PublicPackage, publicPackages } from "./public-packages.ts";

/** An entry point with types, and where API Extractor writes its report. */
interface TypedEntry {
  readonly folder: string;
  readonly specifier: string;
  readonly report: string;
  readonly declarations: string;
  readonly config: ExtractorConfig;
}

const TYPE_ROOTS = fileURLToPath(new URL("../../../node_modules/@types", import.meta.url));
const SILENT = { logLevel: ExtractorLogLevel.None };

// A page, Node and a Worker all in one: what each package may use is checked where it is compiled.
const compilerOptions = {
  target: "es2023",
  module: "esnext",
  moduleResolution: "bundler",
  strict: true,
  skipLibCheck: true,
  lib: ["es2023", "dom"],
  typeRoots: [TYPE_ROOTS],
  types: ["node"],
};

/**
 * Returns the API of each public package: its declarations, entry point by entry point, and the help of its commands.
 * By the path of the file that keeps it, such as `packages/core/api.md`. Reads what was built.
 */
export function apiReports(root: string): ReadonlyMap<string, string> {
  const output = mkdtempSync(join(tmpdir(), "api-report-"));
  try {
    const packages = publicPackages(root);
    const entries = packages.flatMap((own) => typedEntries(root, own, output));
    const [first] = entries;
    if (!first) throw new Error("No package has types. Build them first.");
    // One compiler reads the declarations of all packages.
    const additionalEntryPoints = entries.map(({ declarations }) => declarations);
    const compilerState = CompilerState.create(first.config, { additionalEntryPoints });
    const written = entries.map((entry) => ({ entry, parts: extract(entry, compilerState) }));
    return new Map(
      packages.map((own) => {
        const sections = written.filter(({ entry }) => entry.folder === own.folder);
        const exported = new Set(sections.flatMap(({ parts }) => parts.flatMap(exportedAs)));
        const printed = sections.map(({ entry, parts }) => {
          // An entry point can use what another one exports: report it once.
          const code = parts.filter((part) => !exported.has(part)).join("\n\n");
          return `## \`${entry.specifier}\`\n\n\`\`\`ts\n${code}\n\`\`\``;
        });
        const head = `# The API of \`${own.manifest.name}\``;
        const note = "Written by `npm run release:check -- --accept`. A difference here is a difference for users.";
        return [`${own.folder}/api.md`, `${[head, note, ...printed, ...help(root, own)].join("\n\n")}\n`];
      }),
    );
  } finally {
    rmSync(output, { recursive: true });
  }
}

function typedEntries(root: string, own: PublicPackage, output: string): readonly TypedEntry[] {
  const projectFolder = join(root, own.folder);
  return entriesOf(own).flatMap(({ specifier, files: { types } }) => {
    if (types === undefined) return [];
    const declarations = join(projectFolder, types);
    const report = specifier.replaceAll(/[@/]/g, "-");
    const config = ExtractorConfig.prepare({
      configObjectFullPath: undefined,
      packageJsonFullPath: join(projectFolder, "package.json"),
      configObject: {
        projectFolder,
        mainEntryPointFilePath: declarations,
        newlineKind: "lf",
        compiler: { overrideTsconfig: { compilerOptions, files: [declarations] } },
        // A type that is used without being exported is part of the API all the same.
        apiReport: {
          enabled: true,
          includeForgottenExports: true,
          reportFileName: report,
          reportFolder: output,
          reportTempFolder: output,
        },
        messages: {
          compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
          extractorMessageReporting: { default: SILENT },
          tsdocMessageReporting: { default: SILENT },
        },
      },
    });
    return [{ folder: own.folder, specifier, declarations, config, report: join(output, `${report}.api.md`) }];
  });
}

/** The parts of an entry point's report: its imports, and then one declaration each. */
function extract({ config, report, specifier }: TypedEntry, compilerState: CompilerState): readonly string[] {
  const errors: string[] = [];
  const { succeeded } = Extractor.invoke(config, {
    compilerState,
    localBuild: true,
    messageCallback(message) {
      message.handled = true;
      if (message.logLevel === ExtractorLogLevel.Error) errors.push(message.text);
    },
  });
  if (!succeeded) throw new Error(`${specifier}: ${errors.join("\n")}`);
  const [, code = ""] = /^```ts\n(.*)^```/ms.exec(readFileSync(report, "utf8")) ?? [];
  const plain = code.replaceAll(/^ *\/\/ .*\n/gm, (comment) => {
    // A mark on every declaration carries no information.
    const rest = comment.replaceAll(/ (?:@public|\(undocumented\)|\(No @packageDocumentation .*\))/g, "");
    return rest.trim() === "//" ? "" : rest;
  });
  return plain.trim().split(/\n\n+(?=\S)/);
}

/** How a part reads where it is not exported. */
function exportedAs(part: string): readonly string[] {
  if (part.startsWith("export ")) return [part.slice("export ".length)];
  // With a name that is a global's, too, it is exported below.
  const [, own] = /^(.*)\nexport \{ .* \}$/s.exec(part) ?? [];
  return own === undefined ? [] : [own];
}

/** A section for each command: what it and its subcommands print when asked for help. */
function help(root: string, { folder, manifest }: PublicPackage): readonly string[] {
  return Object.entries(manifest.bin ?? {}).flatMap(([name, file]) => {
    const ask = (...args: string[]): string => {
      const options = { encoding: "utf8", env: { NO_COLOR: "1" } } as const;
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [join(root, folder, file), ...args, "--help"],
        options,
      );
      if (status !== 0) throw new Error(`${name} --help failed: ${stderr}`);
      return `## \`${[name, ...args].join(" ")}\`\n\n\`\`\`text\n${stdout.trim()}\n\`\`\``;
    };
    const general = ask();
    const [, commands = ""] = /^Commands:\n((?: {2}.*\n)+)/m.exec(general) ?? [];
    return [general, ...[...commands.matchAll(/^ {2}(\w+) /gm)].map(([, command = ""]) => ask(command))];
  });
}
