import type { Client, Fetch } from "@plastiq-connect/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CallCase, ConformanceCase } from "./case.ts";
import { CASES } from "./cases.ts";
import { failureOf } from "./failure-of.ts";
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

async function resultOf(testCase: ConformanceCase | undefined, subject: Subject = nodeSubject()): Promise<CaseReport> {
  const { cases } = await runConformance(subject, remoteSandbox(servers.addresses), testCase ? [testCase] : []);
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
    for (const testCase of CASES) {
      expect(JSON.parse(JSON.stringify(testCase))).toEqual(testCase);
      expect(testCase.name).toMatch(/^[a-z-]+\/[a-z\d-]+$/);
      expect(testCase.rule).toMatch(/^[A-Z`].*\.$/);
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

  it("fails where it repeats a payment under another key", async () => {
    const { createClient, ...rest } = nodeSubject();
    const subject: Subject = {
      ...rest,
      createClient: ({ fetch = globalThis.fetch as Fetch, ...options }) => {
        const otherKey: Fetch = (url, init) =>
          fetch(url, { ...init, headers: { ...init.headers, "idempotency-key": crypto.randomUUID() } });
        return createClient?.({ ...options, fetch: otherKey }) as Client;
      },
    };
    const [testCase] = named("idempotency/conflict-then-success");
    expect(await resultOf(testCase, subject)).toMatchObject({
      result: "failed",
      differences: [{ at: "identical", expected: "true", actual: "false" }, { at: "request.headers.idempotency-key" }],
    });
  });

  it("fails when it trusts the wrong proxy", async () => {
    const subject: Subject = {
      ...nodeSubject(),
      endUserFrom: (inbound) => ({ ip: inbound.header("x-forwarded-for") }),
    };
    const [testCase] = named("trust/no-proxy-by-default");
    expect(await resultOf(testCase, subject)).toMatchObject({
      result: "failed",
      differences: [{ at: "endUser.ip", expected: '"203.0.113.9"', actual: '"198.51.100.66"' }],
    });
  });

  it("fails where it succeeds and should not", async () => {
    const testCase: CallCase = { ...mint, expected: { error: { code: "aborted" } } };
    expect(await resultOf(testCase)).toMatchObject({
      result: "failed",
      differences: [{ at: "error", actual: "nothing" }],
    });
  });
});

describe("a case that does not apply", () => {
  const [needy] = named("retry/payer-is-not-created-twice");

  it("reports the subject's reason", async () => {
    const subject = nodeSubject({}, { connection: "There is a proxy." });
    expect(await resultOf(needy, subject)).toMatchObject({ result: "not-applicable", reason: "There is a proxy." });
  });

  it("is counted by itself", async () => {
    const subject = nodeSubject({}, { connection: "There is a proxy." });
    const cases = named("retry/payer-is-not-created-twice", "spend/card");
    const report = await runConformance(subject, remoteSandbox(servers.addresses), cases);
    expect(report).toMatchObject({ passed: 1, failed: 0, notApplicable: 1 });
  });
});

describe("failureOf", () => {
  const runtime = { name: "Somewhere", version: "1.0.0" };
  const testCase = { name: "a/b", rule: "A rule.", ms: 1 };

  it("describes a failed case with its rule and every difference", () => {
    const differences = [{ at: "error.code", expected: '"x"', actual: '"y"' }];
    expect(failureOf(runtime, { ...testCase, result: "failed", differences }).join("\n")).toMatch(
      /FAILED a\/b in Somewhere 1\.0\.0\n +A rule\.\n +error\.code\n +expected +"x"\n +actual +"y"/,
    );
  });

  it("returns nothing for a case that passed", () => {
    expect(failureOf(runtime, { ...testCase, result: "passed" })).toEqual([]);
  });
});
