import { parse } from "yaml";

/** What is read of a step. */
interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, unknown>>;
}

type Permissions = Readonly<Record<string, string>>;

/** What is read of a job. */
interface Job {
  readonly uses?: string;
  readonly steps?: readonly Step[];
  readonly permissions?: Permissions | string;
  readonly "timeout-minutes"?: number;
  readonly strategy?: { readonly matrix?: Readonly<Record<string, unknown>> };
}

/** What is read of a workflow. */
interface Workflow {
  readonly on: unknown;
  readonly permissions?: Permissions | string;
  readonly concurrency?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** The rights to change something that a job has, each for a reason that is written beside it in the workflow. */
const RIGHTS: Readonly<Record<string, readonly string[]>> = {
  "release.yml version": ["actions", "contents", "pull-requests"],
  "release.yml publish": ["id-token"],
  "release.yml release": ["contents"],
};

/** Triggers with which a stranger's pull request runs with the repository's rights. */
const DANGEROUS_TRIGGERS = /^(?:pull_request_target|workflow_run|issue_comment)$/;

/**
 * What in a workflow would let somebody else act as us, or let it run for ever: rights that a job does not need, text of
 * strangers in a script, actions that are not pinned to a version's tag. `file` is its name, such as `ci.yml`.
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
    ...[job, ...steps]
      .flatMap(({ uses }) => (uses === undefined ? [] : [uses]))
      .filter((uses) => !uses.startsWith("./") && !/@v\d+(?:\.\d+){0,2}$/.test(uses))
      .map((uses) => `${uses} is not pinned to a version's tag.`),
    ...steps
      .flatMap(({ run = "", with: given }) => `${run}\n${given?.script ?? ""}`.match(/\$\{\{[\s\S]*?\}\}/g) ?? [])
      .map((text) => `a script holds ${text}.`),
    ...steps
      .filter(({ uses = "" }) => uses.startsWith("actions/checkout@"))
      .filter(({ with: given }) => given?.["persist-credentials"] !== false && !writes.includes("contents"))
      .map(() => "its checkout leaves credentials behind."),
  ];
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

/** The versions of Node that `npm test` runs on, and how much of the history it sees there. */
export function testMatrix(text: string): { readonly nodes: unknown; readonly history: unknown } {
  const jobs = Object.values((parse(text) as Workflow).jobs);
  const job = jobs.find(({ steps }) => steps?.some(({ run }) => run === "npm test"));
  const checkout = job?.steps?.find(({ uses }) => uses?.startsWith("actions/checkout@"));
  return { nodes: job?.strategy?.matrix?.node, history: checkout?.with?.["fetch-depth"] };
}

/** How packages are published: the step's variables, and the job that has it. */
export function publishing(text: string): { readonly job: string; readonly env: unknown } | undefined {
  for (const [job, { steps = [] }] of Object.entries((parse(text) as Workflow).jobs)) {
    const step = steps.find(({ run }) => run === "pnpm release:publish");
    if (step) return { job, env: step.env };
  }
  return undefined;
}
