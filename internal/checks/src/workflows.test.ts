import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { isScalar, type Pair, parseDocument, visit } from "yaml";

/** The fields of a job that are read. */
interface Job {
  readonly uses?: string;
  readonly needs?: string | readonly string[];
  readonly if?: string;
  readonly steps?: readonly { uses?: string; run?: string; with?: Readonly<Record<string, unknown>> }[];
  readonly permissions?: Readonly<Record<string, string>> | string;
  readonly "timeout-minutes"?: number;
  readonly strategy?: { readonly matrix?: Readonly<Record<string, unknown>> };
}

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const WORKFLOWS = globSync(".github/workflows/*.{yml,yaml}", { cwd: ROOT }).map((path) => {
  const text = readFileSync(join(ROOT, path), "utf8");
  const document = parseDocument(text);
  const actions: string[] = [];
  const collect = ({ key, value }: Pair): void => {
    if (String(key) === "uses") actions.push(isScalar(value) ? `${value.value} #${value.comment}` : "");
  };
  visit(document, { Pair: (_, pair) => collect(pair) });
  const workflow = document.toJS();
  return { file: basename(path), text, workflow, actions, jobs: Object.entries<Job>(workflow.jobs) };
});
const JOBS = WORKFLOWS.flatMap(({ file, jobs }) => jobs.map(([name, job]) => [`${file} ${name}`, job] as const));
const jobsOf = (file: string): Readonly<Record<string, Job>> =>
  Object.fromEntries(WORKFLOWS.find((one) => one.file === file)?.jobs ?? []);
const writesOf = (job: Job): readonly string[] =>
  typeof job.permissions === "string"
    ? [job.permissions]
    : Object.entries(job.permissions ?? {}).flatMap(([right, how]) => (how === "write" ? [right] : []));

describe.each(WORKFLOWS)("the workflow $file", ({ text, workflow, actions }) => {
  it("gives its jobs read access only, limits concurrency, and never runs strangers' code with our permissions", () => {
    expect(workflow.permissions).toEqual({ contents: "read" });
    expect(workflow.concurrency).toBeDefined();
    expect(JSON.stringify(workflow)).not.toMatch(/\b(?:pull_request_target|workflow_run|issue_comment|secrets)\b/);
  });

  it("pins every action to a commit, with its version in a comment", () => {
    // Not an action of our own: no rule reads its code.
    const pinned = /^(?:\.\/\.github\/workflows\/[\w-]+\.yml #.*|\w[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/;
    for (const action of actions) expect(action).toMatch(pinned);
  });

  it("runs only scripts that exist", () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    for (const [, name = ""] of text.matchAll(/\bnpm (?:run )?(test|(?<=run )[\w:-]+)/g))
      expect(scripts).toHaveProperty([name]);
    for (const [, path = ""] of text.matchAll(/[\s"]((?:\.ci|internal|scripts)\/[\w./-]+)/g)) {
      expect(existsSync(join(ROOT, path)), path).toBe(true);
    }
  });
});

describe("the jobs", () => {
  it("may write only what they need", () => {
    const rights = JOBS.map(([name, job]) => [name, writesOf(job)] as const).filter(([, writes]) => writes.length > 0);
    expect(Object.fromEntries(rights)).toEqual({
      "release.yml propose": ["actions", "contents", "pull-requests"],
      "release.yml publish": ["id-token"],
      "release.yml jsr": ["id-token"],
      "release.yml release": ["contents"],
    });
  });

  it.each(JOBS)(
    "%s has a timeout, leaves no credentials behind, and puts no text of strangers into a script",
    (_, job) => {
      expect(job.uses ?? job["timeout-minutes"]).toBeDefined();
      for (const { uses = "", run = "", with: given = {} } of job.steps ?? []) {
        if (uses.startsWith("actions/checkout@")) expect(given).toMatchObject({ "persist-credentials": false });
        expect(`${run}${given.script ?? ""}`).not.toContain("${" + "{");
      }
    },
  );

  it.each(JOBS.filter(([, job]) => writesOf(job).includes("id-token")))(
    "%s publishes and installs nothing",
    (_, job) => {
      // Nothing else may bring code, such as an image, a cache or NODE_OPTIONS.
      expect(JSON.stringify(job)).not.toMatch(/"(?:container|services|defaults|env|shell|cache)":/);
      const steps = job.steps?.map(({ uses, run = "", with: given = {} }) => {
        const cached = given["package-manager-cache"] === false ? "" : " cached";
        return uses?.replace(/@.*/, uses.includes("setup-node") ? cached : "") ?? run.trim();
      });
      for (const step of steps ?? []) {
        expect(step).toMatch(
          /^(?:actions\/(?:checkout|setup-node|download-artifact)|denoland\/setup-deno|node internal\/rehearsal\/src\/release-publish\.ts tarballs|deno publish --no-check --config \S+)$/,
        );
      }
    },
  );

  it("test on every Node that is supported, then publish, then release", () => {
    expect(jobsOf("ci.yml").test?.strategy?.matrix?.node).toEqual([20, 22, 24, 26]);
    const { test, pack, publish, jsr, release } = jobsOf("release.yml");
    expect(test?.uses).toBe("./.github/workflows/ci.yml");
    // With always() it would publish after tests that failed.
    expect(pack?.needs).toEqual(["plan", "test"]);
    expect(pack?.if).toBe("needs.plan.outputs.changesets == '0' && needs.plan.outputs.released == 'false'");
    expect([publish?.needs, publish?.if, jsr?.needs, jsr?.if]).toEqual(["pack", undefined, "publish", undefined]);
    expect(release?.needs).toEqual(["plan", "publish"]);
  });
});
