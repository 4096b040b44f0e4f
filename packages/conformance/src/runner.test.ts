import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CallCase, ConformanceCase } from "./case.ts";
import { CASES } from "./cases.ts";
import { matrixOf, type Row, tallyOf } from "./matrix.ts";
import { nodeSubject } from "./node-subject.ts";
import { remoteSandbox } from "./remote-sandbox.ts";
import type { CaseReport } from "./report.ts";
import { runConformance } from "./runner.ts";
import { type Servers, startServers } from "./servers.ts";
import type { Subject } from "./subject.ts";

let servers: Servers;
beforeAll(async () => {
  servers = await startServers();
});
afterAll(() => servers.close());

function named(...names: readonly string[]): readonly ConformanceCase[] {
  return CASES.filter(({ name }) => names.includes(name));
}

async function resultOf(one: ConformanceCase | undefined, subject: Subject = nodeSubject()): Promise<CaseReport> {
  const { cases } = await runConformance(subject, remoteSandbox(servers.places), one ? [one] : []);
  const [report] = cases;
  if (!report) throw new Error("There is no such case.");
  return report;
}

const mint: CallCase = {
  name: "test/mint",
  rule: "A mint succeeds.",
  kind: "call",
  operation: "createClientSecret",
  expected: { requests: 1 },
};

describe("the cases", () => {
  it("have names of their own", () => {
    const names = CASES.map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it("are plain data, each with a rule in one sentence", () => {
    for (const one of CASES) {
      expect(JSON.parse(JSON.stringify(one))).toEqual(one);
      expect(one.name).toMatch(/^[a-z-]+\/[a-z\d-]+$/);
      expect(one.rule).toMatch(/^[A-Z].*\.$/);
    }
  });
});

describe("a subject that is broken", () => {
  it("fails where it throws", async () => {
    const subject: Subject = {
      ...nodeSubject(),
      createClient: () => {
        throw new Error("no client");
      },
    };
    expect(await resultOf(mint, subject)).toMatchObject({
      result: "failed",
      differences: [{ at: "error" }, { at: "requests", expected: "1", actual: "0" }, { actual: "no client" }],
    });
  });

  it("fails where it prints a secret, and the report does not", async () => {
    const subject: Subject = {
      ...nodeSubject(),
      inspect: (value) => [String((value as { reveal?(): string }).reveal?.())],
    };
    const report = await resultOf(mint, subject);
    expect(report).toMatchObject({ differences: [{ at: "leaks", expected: "[]", actual: '["the client secret"]' }] });
    expect(JSON.stringify(report)).not.toContain("LOCALCLIENTSECRET");
  });

  it("fails where a print fails", async () => {
    const subject: Subject = { ...nodeSubject(), inspect: () => Promise.reject(new Error("no print")) };
    expect(await resultOf(mint, subject)).toMatchObject({ result: "failed", differences: [{ at: "the case" }] });
  });

  it("fails where it believes the wrong proxy", async () => {
    const subject: Subject = {
      ...nodeSubject(),
      endUserFrom: (inbound) => ({ ip: inbound.header("x-forwarded-for") }),
    };
    const [one] = named("trust/no-proxy-by-default");
    expect(await resultOf(one, subject)).toMatchObject({
      result: "failed",
      differences: [{ at: "endUser.ip", expected: '"203.0.113.9"', actual: '"198.51.100.66"' }],
    });
  });

  it("fails where it succeeds and should not", async () => {
    const one: CallCase = { ...mint, expected: { error: { code: "aborted" } } };
    expect(await resultOf(one)).toMatchObject({ result: "failed", differences: [{ at: "error", actual: "nothing" }] });
  });
});

describe("a case that does not apply", () => {
  const [needy] = named("retry/payer-is-not-created-twice");

  it("gives the subject's reason", async () => {
    const subject = nodeSubject({}, { connection: "There is a proxy." });
    expect(await resultOf(needy, subject)).toMatchObject({ result: "not-applicable", reason: "There is a proxy." });
  });

  it("is counted by itself", async () => {
    const subject = nodeSubject({}, { connection: "There is a proxy." });
    const cases = named("retry/payer-is-not-created-twice", "spend/card");
    const report = await runConformance(subject, remoteSandbox(servers.places), cases);
    expect(report).toMatchObject({ passed: 1, failed: 0, notApplicable: 1 });
  });
});

describe("the matrix", () => {
  const runtime = { name: "Somewhere", version: "1.0.0" };
  const one = { name: "a/b", rule: "A rule.", ms: 1 };
  const ran: Row = {
    result: "ran",
    name: "Somewhere",
    seconds: 1,
    mayLack: true,
    report: {
      ...{ runtime, passed: 1, failed: 1, notApplicable: 1, ms: 3 },
      cases: [
        { ...one, result: "passed" },
        { ...one, result: "failed", differences: [{ at: "error.code", expected: '"x"', actual: '"y"' }] },
        { ...one, result: "not-applicable", reason: "It holds no key." },
      ],
    },
  };
  const skipped: Row = { result: "skipped", name: "Elsewhere", version: "2.0.0", reason: "there is none" };

  it("counts what should have run", () => {
    expect(tallyOf([ran, skipped], false)).toEqual({ passed: 1, failed: 1 });
    expect(tallyOf([ran, skipped], true)).toEqual({ passed: 1, failed: 2 });
    expect(tallyOf([{ ...ran, mayLack: false }], true)).toEqual({ passed: 1, failed: 2 });
    expect(tallyOf([{ ...skipped, result: "broken" }], false)).toEqual({ passed: 0, failed: 1 });
  });

  it("says why", () => {
    const text = matrixOf([ran, skipped]);
    expect(text).toMatch(/^Somewhere +1\.0\.0 +3 +1 +1 +1 +1\.0 s$/m);
    expect(text).toContain("1  It holds no key.");
    expect(text).toContain("Elsewhere 2.0.0 was skipped: there is none");
    expect(text).toMatch(/FAILED a\/b in Somewhere 1\.0\.0\n +A rule\.\n +error\.code\n +expected +"x"\n +actual +"y"/);
  });
});
