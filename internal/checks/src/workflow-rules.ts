import { parse } from "yaml";

/** The fields of a step that are read. */
interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

type Permissions = Readonly<Record<string, string>>;

/** The fields of a job that are read. */
interface Job {
  readonly uses?: string;
  readonly steps?: readonly Step[];
  readonly permissions?: Permissions | string;
  readonly "timeout-minutes"?: number;
  readonly strategy?: { readonly matrix?: Readonly<Record<string, unknown>> };
}

/** The fields of a workflow that are read. */
interface Workflow {
  readonly on: unknown;
  readonly permissions?: Permissions | string;
  readonly concurrency?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** The rights to change something that a job has, each for a reason that is written beside it in the workflow. */
const RIGHTS: Readonly<Record<string, readonly string[]>> = {
  "release.yml propose": ["actions", "contents", "pull-requests"],
  "release.yml publish": ["id-token"],
  "release.yml jsr": ["id-token"],
  "release.yml release": ["contents"],
};

/** Commands that a job with an identity token may run: none that installs, builds or runs code of a dependency. */
const PUBLISHING =
  /^(?:node internal\/rehearsal\/src\/release-publish\.ts tarballs|deno publish --no-check --config \S+)$/;

/** Actions that such a job may use. They fetch a runtime, our commit, or what another job packed. */
const FETCHING = /^(?:actions\/(?:checkout|setup-node|download-artifact)|denoland\/setup-deno)@/;

/** Triggers with which a stranger's pull request runs with the repository's rights. */
const DANGEROUS_TRIGGERS = /^(?:pull_request_target|workflow_run|issue_comment)$/;

/**
 * Finds what in a workflow would let somebody else act as us, or let it run for ever: rights that a job does not need,
 * text of strangers in a script, actions that are not pinned to a commit. `file` is its name, such as `ci.yml`.
 */
export function findWorkflowBreaks(file: string, text: string): readonly string[] {
  const workflow: Workflow = parse(text);
  const jobs = Object.entries(workflow.jobs);
  return [
    ...(writesOf(workflow.permissions) === undefined ? ["it does not say what all its jobs may do."] : []),
    ...(writesOf(workflow.permissions) ?? []).map((right) => `all its jobs may write ${right}.`),
    ...(workflow.concurrency === undefined ? ["it does not say what may run at once."] : []),
    ...triggersOf(workflow.on)
      .filter((trigger) => DANGEROUS_TRIGGERS.test(trigger))
      .map((trigger) => `${trigger} gives strangers our rights.`),
    ...(/\bsecrets\s*[.[:)]/.test(text) ? ["it reads a stored secret."] : []),
    ...unpinned(text),
    ...jobs.flatMap(([name, job]) => jobBreaks(`${file} ${name}`, job).map((line) => `${name}: ${line}`)),
  ].map((line) => `${file}: ${line}`);
}

function jobBreaks(at: string, job: Job): readonly string[] {
  const allowed = RIGHTS[at] ?? [];
  const writes = job.permissions === undefined ? [] : (writesOf(job.permissions) ?? ["everything"]);
  const steps = job.steps ?? [];
  return [
    ...writes.filter((right) => !allowed.includes(right)).map((right) => `it may write ${right}.`),
    ...allowed.filter((right) => !writes.includes(right)).map((right) => `it lacks the right to write ${right}.`),
    ...(job.uses === undefined && job["timeout-minutes"] === undefined ? ["it has no timeout."] : []),
    ...steps
      .flatMap(({ run = "", with: given }) => `${run}\n${given?.script ?? ""}`.match(/\$\{\{[\s\S]*?\}\}/g) ?? [])
      .map((text) => `a script holds ${text}.`),
    ...steps
      .filter(({ uses = "" }) => uses.startsWith("actions/checkout@"))
      .filter(({ with: given }) => given?.["persist-credentials"] !== false)
      .map(() => "its checkout leaves credentials behind."),
    ...(writes.includes("id-token") ? steps : [])
      .filter(({ uses, run = "" }) => !(uses === undefined ? PUBLISHING : FETCHING).test(uses ?? run.trim()))
      .map(({ uses, run }) => `it may publish, and runs ${uses ?? run?.trim()}.`),
  ];
}

/** Tags move; a commit does not. The version stands beside it for people and for Dependabot. */
function unpinned(text: string): readonly string[] {
  return [...text.matchAll(/^[ \t-]*uses:[ \t]*(.*?)[ \t]*$/gm)]
    .map(([, uses = ""]) => uses)
    .filter((uses) => !uses.startsWith("./") && !/^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(uses))
    .map((uses) => `${uses} is not pinned to a commit, with its version in a comment.`);
}

/** The rights to write that are given; undefined where nothing is said, or everything is given. */
function writesOf(permissions: Permissions | string | undefined): readonly string[] | undefined {
  if (permissions === undefined || permissions === "write-all") return undefined;
  if (typeof permissions === "string") return [];
  return Object.entries(permissions).flatMap(([right, how]) => (how === "write" ? [right] : []));
}

function triggersOf(on: unknown): readonly string[] {
  if (typeof on === "string") return [on];
  return Array.isArray(on) ? on.map(String) : Object.keys(on as object);
}

/** Returns the versions of Node that `npm test` runs on. */
export function testMatrix(text: string): unknown {
  const jobs = Object.values((parse(text) as Workflow).jobs);
  return jobs.find(({ steps }) => steps?.some(({ run }) => run === "npm test"))?.strategy?.matrix?.node;
}

/** Returns every script of the repository that a workflow runs: of npm, by name, or a file. */
export function scriptsOf(text: string): { readonly npm: readonly string[]; readonly files: readonly string[] } {
  const runs = Object.values((parse(text) as Workflow).jobs)
    .flatMap(({ steps = [] }) => steps)
    .map(({ run = "" }) => run)
    .join("\n");
  const all = (pattern: RegExp): string[] => [...runs.matchAll(pattern)].map(([, found = ""]) => found);
  return {
    npm: [...all(/\bnpm run ([\w:-]+)/g), ...all(/\bnpm (test)\b/g)],
    files: all(/(?:^|[\s"])((?:\.ci|internal|scripts)\/[\w./-]+)/gm),
  };
}
