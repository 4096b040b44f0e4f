import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { findWorkflowBreaks, scriptsOf, testMatrix } from "./workflow-rules.ts";

const GITHUB = fileURLToPath(new URL("../../../.github", import.meta.url));
const read = (path: string): string => readFileSync(join(GITHUB, path), "utf8");
const CI = read("workflows/ci.yml");
const RELEASE = read("workflows/release.yml");

describe("the workflows", () => {
  it.each(globSync("workflows/*.{yml,yaml}", { cwd: GITHUB }))("%s gives nobody more than they need", (path) => {
    expect(findWorkflowBreaks(basename(path), read(path))).toEqual([]);
  });

  it("test on every Node that is supported", () => {
    expect(testMatrix(CI)).toEqual([20, 22, 24, 26]);
  });

  it.each(globSync("workflows/*.{yml,yaml}", { cwd: GITHUB }))("%s runs only scripts that exist", (path) => {
    const { npm, files } = scriptsOf(read(path));
    const { scripts } = JSON.parse(readFileSync(join(GITHUB, "../package.json"), "utf8"));
    expect(npm.filter((name) => !(name in scripts))).toEqual([]);
    expect(files.filter((file) => !existsSync(join(GITHUB, "..", file)))).toEqual([]);
    expect(files).not.toEqual([]);
  });

  it("publish after the tests, and release after that", () => {
    const { jobs } = parse(RELEASE);
    expect(jobs.test.uses).toBe("./.github/workflows/ci.yml");
    expect(jobs.pack.needs).toContain("test");
    // With always() it would publish after tests that failed.
    expect(jobs.pack.if).toBe("needs.plan.outputs.changesets == '0'");
    expect([jobs.publish.needs, jobs.publish.if]).toEqual(["pack", undefined]);
    expect([jobs.jsr.needs, jobs.jsr.if]).toEqual(["publish", undefined]);
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
  const CHECKOUT = /actions\/checkout@\S+ # \S+/;
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
      "    permissions: { issues: write }\n    timeout-minutes: 20",
      "ci.yml: test: it may write issues.",
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
      `      - uses: actions/github-script@0123456789abcdef0123456789abcdef01234567 # v7.0.0\n        with: { script: "log('${STRANGER}')" }`,
      `ci.yml: test: a script holds ${STRANGER}.`,
    ],
    [
      "a tag",
      CHECKOUT,
      "actions/checkout@v7.0.1",
      "ci.yml: actions/checkout@v7.0.1 is not pinned to a commit, with its version in a comment.",
    ],
    [
      "a branch",
      CHECKOUT,
      "actions/checkout@main",
      "ci.yml: actions/checkout@main is not pinned to a commit, with its version in a comment.",
    ],
    [
      "a commit of an unknown version",
      CHECKOUT,
      "actions/checkout@0123456789abcdef0123456789abcdef01234567",
      "ci.yml: actions/checkout@0123456789abcdef0123456789abcdef01234567 is not pinned to a commit, with its version in a comment.",
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

  it("finds the right to publish outside of the jobs that publish, and that these jobs lost it", () => {
    const moved = edit(edit(RELEASE, /^ {6}id-token: write\n/m, ""), "actions: write", "id-token: write");
    expect(findWorkflowBreaks("release.yml", moved)).toEqual([
      "release.yml: propose: it may write id-token.",
      "release.yml: propose: it lacks the right to write actions.",
      expect.stringMatching(/^release\.yml: propose: it may publish, and runs git apply/),
      "release.yml: publish: it lacks the right to write id-token.",
    ]);
  });

  it.each(["npm install", "npx something", "pnpm install", "npm test", "turbo run build"])(
    "finds %s in a job that may publish",
    (run) => {
      const added = edit(
        RELEASE,
        /^( +)(- run: node internal\/rehearsal\/src\/release-publish)/m,
        `$1- run: ${run}\n$1$2`,
      );
      expect(findWorkflowBreaks("release.yml", added)).toEqual([
        `release.yml: publish: it may publish, and runs ${run}.`,
      ]);
    },
  );

  it("finds a second command in the step that publishes", () => {
    const both = edit(RELEASE, "release-publish.ts tarballs", "release-publish.ts tarballs && npm install");
    expect(findWorkflowBreaks("release.yml", both)).toHaveLength(1);
  });
});
