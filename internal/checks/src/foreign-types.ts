import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import ts from "typescript";
import { entriesOf, type PublicPackage, publicPackages } from "./public-packages.ts";

/** A module whose types a package hands to its users on purpose, and why. */
export interface Meant {
  readonly package: string;
  readonly module: string;
  readonly because: string;
}

const MEANT: readonly Meant[] = [
  {
    package: "@plastiq-connect/node",
    module: "node:http",
    because: "Its mint endpoint is a request handler: its arguments are Node's, and every Node user has their types.",
  },
  {
    package: "@plastiq-connect/sandbox",
    module: "msw",
    because: "It is an optional peer dependency: the handlers go into the application's own msw.",
  },
  {
    package: "@plastiq-connect/opentelemetry",
    module: "@opentelemetry/api",
    because: "It is a peer dependency: the providers that the package takes are the application's own.",
  },
];

/**
 * Which types of others reach users through a package's declarations: by an import, followed through all files that an
 * entry point reads, or copied into them by the build. One line each; a permission that nobody needs is one, too.
 */
export function findForeignTypes(root: string, meant: readonly Meant[] = MEANT): readonly string[] {
  const packages = publicPackages(root);
  const ours = new Set(packages.flatMap((own) => entriesOf(own).map(({ specifier }) => specifier)));
  const used = new Set<Meant>();
  const breaks = packages.flatMap((own) => {
    const files = [...reachedFiles(root, own)].map((path) => ({ path, text: readFileSync(path, "utf8") }));
    const copied = findCopied(root, own, files);
    const imported = files.flatMap(({ path, text }) =>
      modulesIn(text)
        .filter((module) => !module.startsWith(".") && !isOfOurs(own, module, ours))
        .filter((module) => {
          const permission = meant.find((one) => one.package === own.manifest.name && one.module === module);
          if (permission) used.add(permission);
          return !permission;
        })
        .map((module) => `${relative(root, path)} hands users types of ${module}.`),
    );
    return [...imported, ...copied];
  });
  const idle = meant.filter((permission) => !used.has(permission));
  return [...breaks, ...idle.map((one) => `${one.package} may hand users types of ${one.module}, and does not.`)];
}

function isOfOurs({ manifest }: PublicPackage, module: string, ours: ReadonlySet<string>): boolean {
  const [name] = /^@[^/]+\/[^/]+/.exec(module) ?? [];
  return ours.has(module) && name !== undefined && manifest.dependencies?.[name] !== undefined;
}

/** The declaration files that a package's entry points read, its own only. */
function reachedFiles(root: string, own: PublicPackage): ReadonlySet<string> {
  const waiting = entriesOf(own).flatMap(({ files }) => (files.types ? [join(root, own.folder, files.types)] : []));
  const reached = new Set<string>();
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (reached.has(path)) continue;
    reached.add(path);
    const folder = dirname(path);
    const near = modulesIn(readFileSync(path, "utf8")).filter((module) => module.startsWith("."));
    waiting.push(...near.map((module) => join(folder, module.replace(/\.js$/, ".d.ts"))));
  }
  return reached;
}

/** Every module that declarations refer to: by import, export, `import("…")`, `/// <reference>` or `declare module`. */
function modulesIn(declarations: string): readonly string[] {
  const { importedFiles, referencedFiles, typeReferenceDirectives, ambientExternalModules } =
    ts.preProcessFile(declarations);
  const named = [...importedFiles, ...referencedFiles, ...typeReferenceDirectives].map(({ fileName }) => fileName);
  return [...new Set([...named, ...(ambientExternalModules ?? [])])];
}

/** Finds names that the declarations declare and no source of the package does. */
function findCopied(
  root: string,
  { folder }: PublicPackage,
  files: readonly { readonly path: string; readonly text: string }[],
): readonly string[] {
  const sources = globSync("src/**/*.ts", { cwd: join(root, folder) })
    .filter((path) => !path.endsWith(".test.ts"))
    .map((path) => readFileSync(join(root, folder, path), "utf8"))
    .join("\n");
  const declared = new Set(
    [...sources.matchAll(/\b(?:interface|type|class|function|const|let|enum|namespace)\s+([\w$]+)/g)].map(
      ([, name]) => name,
    ),
  );
  return files.flatMap(({ path, text }) =>
    ts
      .createSourceFile(path, text, ts.ScriptTarget.Latest)
      .statements.flatMap(namesOf)
      // Where two have one name, the build counts them.
      .filter((name) => !declared.has(name.replace(/\$\d+$/, "")))
      .map((name) => `${relative(root, path)} declares ${name}, which is not in the package's source.`),
  );
}

function namesOf(statement: ts.Statement): readonly string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : []));
  }
  const { name } = statement as ts.DeclarationStatement;
  return name && ts.isIdentifier(name) ? [name.text] : [];
}
