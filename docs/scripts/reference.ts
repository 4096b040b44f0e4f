import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type PublicPackage, publicPackages } from "checks/public-packages";
import {
  Application,
  Comment,
  type CommentDisplayPart,
  type DeclarationReflection,
  type ProjectReflection,
  ReferenceReflection,
  ReflectionKind,
  ReflectionType,
} from "typedoc";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const HOME = fileURLToPath(new URL("..", import.meta.url));

/**
 * Writes the API reference into `reference`, from the declarations that users get, and returns the problems, one per
 * line: a public export, or a member of one, without a docstring; a function without an example; a link that leads
 * nowhere.
 */
export async function writeReference(): Promise<readonly string[]> {
  const { names, descriptions } = entryPoints();
  const problems: string[] = [];
  const app = await Application.bootstrapWithPlugins({
    entryPoints: [...names.keys()],
    name: "Reference",
    tsconfig: join(HOME, "scripts/tsconfig.reference.json"),
    basePath: ROOT,
    readme: "none",
    disableGit: true,
    disableSources: true,
    excludeExternals: true,
    excludePrivate: true,
    plugin: ["typedoc-plugin-markdown"],
    // Functions first, then the types of their arguments.
    groupOrder: ["Functions", "Classes", "Variables", "Interfaces", "Type Aliases"],
    logLevel: "Warn",
    ...({
      navigationJson: join(HOME, "reference/navigation.json"),
      entryFileName: "index",
      excludeScopesInPaths: true,
      hidePageHeader: true,
      pageTitleTemplates: { member: "{name}" },
      useCodeBlocks: true,
      indexFormat: "table",
      parametersFormat: "table",
      interfacePropertiesFormat: "table",
      classPropertiesFormat: "table",
      typeAliasPropertiesFormat: "table",
      tableColumnSettings: { hideDefaults: true, hideInherited: true, hideModifiers: true, hideOverrides: true },
    } as object),
  });
  app.logger = Object.assign(Object.create(app.logger), {
    warn: (message: string) => problems.push(message),
    validationWarning: (message: string) => problems.push(message),
  });
  const points = app.getEntryPoints() ?? [];
  for (const point of points) point.displayName = names.get(point.sourceFile.fileName) ?? point.displayName;
  const project = app.converter.convert(points);
  for (const module of project.children ?? []) introduce(module, descriptions);
  nameOptions(project);
  app.validate(project);
  problems.push(...undocumented(project), ...withoutExample(project));
  rmSync(join(HOME, "reference"), { recursive: true, force: true });
  await app.outputs.writeOutput({ name: "markdown", path: join(HOME, "reference") }, project);
  return problems;
}

/** The declarations of every public entry point with what a user imports to get them, and what packages are for. */
function entryPoints(): { names: ReadonlyMap<string, string>; descriptions: ReadonlyMap<string, string> } {
  const names = new Map<string, string>();
  const descriptions = new Map<string, string>();
  const isCore = ({ folder }: PublicPackage): boolean => folder === "packages/core";
  // Core first: what others export again is then theirs by reference.
  const packages = publicPackages(ROOT).toSorted((one, other) => Number(isCore(other)) - Number(isCore(one)));
  for (const { folder } of packages) {
    const { name, description, exports } = JSON.parse(readFileSync(join(ROOT, folder, "package.json"), "utf8"));
    for (const [subpath, { types }] of Object.entries<{ types?: string }>(exports)) {
      if (types === undefined) continue;
      const entry = join(ROOT, folder, types);
      names.set(entry, name + subpath.slice(1));
      descriptions.set(name + subpath.slice(1), subpath === "." ? `${description}.` : purposeOf(entry));
    }
  }
  return { names, descriptions };
}

/** Returns what a subpath is for, from its source: the bundled declarations have no docstring of the module. */
function purposeOf(types: string): string {
  const source = types.replace("/dist/", "/src/").replace(/\.d\.ts$/, ".ts");
  const file = existsSync(source) ? source : source.replace(/\.ts$/, "/index.ts");
  const [, purpose] = /^\/\*\*\n \* (.+)\n \*\n \* @module/.exec(readFileSync(file, "utf8")) ?? [];
  if (!purpose) throw new Error(`${file} must begin with a docstring of one line and @module.`);
  return purpose;
}

/** Says on a module's page what it is, and, instead of a heading for each, what it exports again. */
function introduce(module: DeclarationReflection, descriptions: ReadonlyMap<string, string>): void {
  const children = module.children ?? [];
  const names = new Set(children.map(({ name }) => name));
  const again = children.filter((child) => child instanceof ReferenceReflection);
  for (const reference of again) module.removeChild(reference);
  module.groups = (module.groups ?? []).filter(({ title }) => title !== "References");
  const text = (text: string): CommentDisplayPart => ({ kind: "text", text });
  const parts = [text(descriptions.get(module.name) ?? "")];
  for (const [source, references] of Map.groupBy(again, (one) => one.getTargetReflectionDeep().parent)) {
    const whole = source?.isDeclaration() && source.children?.every(({ name }) => names.has(name));
    const targets = whole ? [source] : references.map((reference) => reference.getTargetReflectionDeep());
    parts.push(text(whole ? "\n\nIt also exports all of " : "\n\nIt also exports "));
    for (const [index, target] of targets.entries()) {
      if (index > 0) parts.push(text(", "));
      parts.push({ kind: "inline-tag", tag: "@link", text: target.name, target });
    }
    parts.push(text("."));
  }
  module.comment = new Comment(parts);
}

/** A parameter that is taken apart has no name in a declaration. */
function nameOptions(project: ProjectReflection): void {
  for (const parameter of project.getReflectionsByKind(ReflectionKind.Parameter)) {
    if (parameter.name === "__namedParameters") parameter.name = "options";
  }
}

const KINDS =
  (ReflectionKind.SomeExport & ~(ReflectionKind.SomeModule | ReflectionKind.Reference)) |
  ReflectionKind.Property |
  ReflectionKind.Accessor |
  ReflectionKind.Method |
  ReflectionKind.EnumMember;

// The owner of a type literal describes its members.
function undocumented(project: ProjectReflection): readonly string[] {
  const reflections = project.getReflectionsByKind(KINDS) as DeclarationReflection[];
  return reflections
    .filter((reflection) => !isDocumented(reflection) && !isInside(reflection, ReflectionKind.TypeLiteral))
    .filter(({ flags }) => !flags.isExternal)
    .map((reflection) => `${reflection.getFriendlyFullName()} has no docstring.`);
}

/** Entry points for authors of adapters, who start from an adapter's code. */
const FOR_AUTHORS = /^@plastiq-connect\/(?:core\/adapter|conformance(?:\/node)?)$/;

function withoutExample(project: ProjectReflection): readonly string[] {
  return (project.getReflectionsByKind(ReflectionKind.Function) as DeclarationReflection[])
    .filter(({ parent }) => !FOR_AUTHORS.test(parent?.name ?? ""))
    .filter(({ signatures }) => !signatures?.some(({ comment }) => comment?.getTag("@example")))
    .map((reflection) => `${reflection.getFriendlyFullName()} has no @example.`);
}

function isDocumented({ comment, signatures = [], getSignature, setSignature, type }: DeclarationReflection): boolean {
  const called = type instanceof ReflectionType ? (type.declaration.signatures ?? []) : [];
  return [comment, ...[...signatures, ...called, getSignature, setSignature].map((one) => one?.comment)].some(
    (one) => one && one.summary.length > 0,
  );
}

function isInside(reflection: DeclarationReflection, kind: ReflectionKind): boolean {
  for (let at = reflection.parent; at; at = at.parent) if (at.kindOf(kind)) return true;
  return false;
}
