import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { findWorkflowBreaks, publishing, testMatrix } from "./workflow-rules.ts";

const GITHUB = fileURLToPath(new URL("../../../.github", import.meta.url));
const read = (path: string): string => readFileSync(join(GITHUB, path), "utf8");
const CI = read("workflows/ci.yml");
const RELEASE = read("workflows/release.yml");

describe("the workflows", () => {
  it.each(globSync("workflows/*.{yml,yaml}", { cwd: GITHUB }))("%s gives nobody more than they need", (path) => {
    expect(findWorkflowBreaks(basename(path), read(path))).toEqual([]);
  });

  it("test on every Node that is supported, with the history that the check of changesets needs", () => {
    expect(testMatrix(CI)).toEqual({ nodes: [20, 22, 24, 26], history: 0 });
  });

  it("publish from one job, with provenance, after the tests", () => {
    expect(publishing(RELEASE)).toEqual({ job: "publish", env: { PNPM_CONFIG_PROVENANCE: "true" } });
    const { jobs } = parse(RELEASE);
    expect(jobs.test.uses).toBe("./.github/workflows/ci.yml");
    expect(jobs.publish.needs).toContain("test");
    // With always() it would publish after tests that failed.
    expect(jobs.publish.if).toBe("needs.plan.outputs.changesets == '0'");
    expect(jobs.release.needs).toContain("publish");
  });
});

describe("findWorkflowBreaks", () => {
  const edit = (text: string, before: string | RegExp, after: string): string => {
    const edited = text.replace(before, after);
    expect(edited).not.toBe(text);
    return edited;
  };
  const found = (before: string | RegExp, after: string): readonly string[] =>
    findWorkflowBreaks("ci.yml", edit(CI, before, after));
  const STRANGER = "${" + "{ github.event.pull_request.title }}";

  it.each([
    ["all rights", "contents: read", "contents: write", "ci.yml: all its jobs may write contents."],
    [
      "write-all",
      /permissions:\n {2}contents: read/,
      "permissions: write-all",
      "ci.yml: it does not say what all its jobs may do.",
    ],
    ["no word on rights", /permissions:\n {2}contents: read/, "", "ci.yml: it does not say what all its jobs may do."],
    [
      "a right of one job",
      "    timeout-minutes: 20",
      "    permissions: { id-token: write }\n    timeout-minutes: 20",
      "ci.yml: test: it may write id-token.",
    ],
    [
      "all rights of one job",
      "    timeout-minutes: 20",
      "    permissions: write-all\n    timeout-minutes: 20",
      "ci.yml: test: it may write everything.",
    ],
    [
      "a secret in brackets",
      "      - run: npm test",
      `      - run: npm test\n        env: { TOKEN: "${"$"}{{ secrets['TOKEN'] }}" }`,
      "ci.yml: it reads a stored secret.",
    ],
    [
      "all secrets",
      "      - run: npm test",
      `      - run: npm test\n        env: { ALL: "${"$"}{{ toJSON(secrets) }}" }`,
      "ci.yml: it reads a stored secret.",
    ],
    [
      "a stranger's words in a script of an action",
      "      - run: npm test",
      `      - uses: actions/github-script@v7\n        with: { script: "log('${STRANGER}')" }`,
      `ci.yml: test: a script holds ${STRANGER}.`,
    ],
    [
      "a commit",
      "actions/checkout@v4",
      "actions/checkout@0123456789abcdef0123456789abcdef01234567",
      "ci.yml: test: actions/checkout@0123456789abcdef0123456789abcdef01234567 is not pinned to a version's tag.",
    ],
    [
      "a branch",
      "actions/setup-node@v4",
      "actions/setup-node@main",
      "ci.yml: test: actions/setup-node@main is not pinned to a version's tag.",
    ],
    [
      "no version",
      "actions/setup-node@v4",
      "actions/setup-node",
      "ci.yml: test: actions/setup-node is not pinned to a version's tag.",
    ],
    ["a stranger's text", "run: npm test", `run: echo "${STRANGER}"`, `ci.yml: test: a script holds ${STRANGER}.`],
    ["no timeout", "    timeout-minutes: 20\n", "", "ci.yml: test: it has no timeout."],
    [
      "no word on what runs at once",
      /^concurrency:\n(?: {2}.*\n)+/m,
      "",
      "ci.yml: it does not say what may run at once.",
    ],
    [
      "credentials",
      "          persist-credentials: false\n",
      "",
      "ci.yml: test: its checkout leaves credentials behind.",
    ],
    ["a trigger", "pull_request:", "pull_request_target:", "ci.yml: pull_request_target gives strangers our rights."],
    [
      "a secret",
      "run: npm test",
      "run: npm test\n        env:\n          TOKEN: ${" + "{ secrets.NPM_TOKEN }}",
      "ci.yml: it reads a stored secret.",
    ],
  ])("finds %s", (_, before, after, expected) => {
    expect(found(before, after)).toEqual([expected]);
  });

  it("finds the right to publish outside of the job that publishes, and that this job lost it", () => {
    const moved = edit(edit(RELEASE, /^ {6}id-token: write\n/m, ""), "actions: write", "id-token: write");
    expect(findWorkflowBreaks("release.yml", moved)).toEqual([
      "release.yml: version: it may write id-token.",
      "release.yml: version: it lacks the right to write actions.",
      "release.yml: publish: it lacks the right to write id-token.",
    ]);
  });
});
