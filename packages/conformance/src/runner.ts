import { factsOf } from "./call-facts.ts";
import { planCall } from "./call-plan.ts";
import type { CallCase, ConformanceCase, EndUserCase } from "./case.ts";
import { CASES } from "./cases.ts";
import { type Difference, differences } from "./pattern.ts";
import { type CaseReport, type Report, reportOf } from "./report.ts";
import { runCall } from "./run-call.ts";
import { conceal, type Secrets } from "./secrets.ts";
import type { SandboxHandle, Subject } from "./subject.ts";

/** The time after which a case fails, in milliseconds. A case that expects a duration has that and the margin. */
const TIMEOUT = 30_000;
const MARGIN = 1_000;

/**
 * Runs the cases against a subject, one after another: they share the sandbox, which is reset before each.
 *
 * It needs no test framework and nothing but web standards, so that it runs inside a Worker and in a page. It also resolves
 * when cases fail.
 */
export async function runConformance(
  subject: Subject,
  sandbox: SandboxHandle,
  cases: readonly ConformanceCase[] = CASES,
): Promise<Report> {
  const startedAt = performance.now();
  const reports: CaseReport[] = [];
  for (const testCase of cases) reports.push(await runCase(testCase, subject, sandbox));
  return reportOf(subject.runtime, reports, performance.now() - startedAt);
}

async function runCase(testCase: ConformanceCase, subject: Subject, sandbox: SandboxHandle): Promise<CaseReport> {
  const startedAt = performance.now();
  const about = (): { name: string; rule: string; ms: number } => ({
    name: testCase.name,
    rule: testCase.rule,
    ms: performance.now() - startedAt,
  });
  const reason = needsOf(testCase)
    .map((need) => subject.lacks[need])
    .find((lack) => lack !== undefined);
  if (reason !== undefined) return { ...about(), result: "not-applicable", reason };
  const found = await settle(
    testCase.kind === "call" ? judgeCall(testCase, subject, sandbox) : judgeEndUser(testCase, subject),
    limitsOf(testCase),
  );
  return found.length === 0 ? { ...about(), result: "passed" } : { ...about(), result: "failed", differences: found };
}

function needsOf(testCase: ConformanceCase): readonly NonNullable<ConformanceCase["needs"]>[number][] {
  const { needs = [] } = testCase;
  if (testCase.kind === "end-user") return ["inbound", ...needs];
  const own = [
    ...(testCase.operation === "spend" || testCase.withoutApiKey ? [] : (["api-key"] as const)),
    ...(testCase.call?.inbound ? (["inbound"] as const) : []),
    ...(testCase.expected.response || testCase.expected.hooks ? (["response-facts"] as const) : []),
  ];
  return [...needs, ...own];
}

async function judgeCall(testCase: CallCase, subject: Subject, sandbox: SandboxHandle): Promise<readonly Difference[]> {
  if (!testCase.responses) await sandbox.control.reset();
  const { secondListener } = sandbox;
  const watched = testCase.expected.elsewhere !== undefined;
  const before = watched ? await secondListener.received() : 0;
  const plan = await planCall(testCase, subject, sandbox);
  const call = await runCall(plan, subject, sandbox);
  if (testCase.linger) await new Promise((waited) => setTimeout(waited, testCase.linger));
  const elsewhere = watched ? (await secondListener.received()) - before : 0;
  const { facts, secrets } = await factsOf(plan, call, subject, sandbox, elsewhere);
  // A case without an expected error expects none. No call may leak a secret or leave a listener.
  const expected = { error: { $absent: true }, ...(plan.expected as object), leaks: [], listeners: 0 };
  const found = differences(expected, facts);
  const error = facts.error as { readonly message?: string } | undefined;
  const context = found.length > 0 && error ? [{ at: "the error was", expected: "", actual: `${error.message}` }] : [];
  return [...found, ...context].map((difference) => concealed(difference, secrets));
}

async function judgeEndUser(testCase: EndUserCase, subject: Subject): Promise<readonly Difference[]> {
  try {
    const inbound = subject.inboundOf?.(testCase.inbound);
    const endUser = inbound && subject.endUserFrom?.(inbound, { trustedHops: testCase.trustedHops });
    return differences({ error: { $absent: true }, ...testCase.expected }, { endUser });
  } catch (error) {
    const { code, outcome } = error as { code?: unknown; outcome?: unknown };
    return differences(testCase.expected, { error: { code, outcome, isConnectError: subject.isConnectError(error) } });
  }
}

async function settle(judging: Promise<readonly Difference[]>, limit: number): Promise<readonly Difference[]> {
  const failure = (actual: string): readonly Difference[] => [{ at: "the case", expected: "an end", actual }];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLong = new Promise<readonly Difference[]>((resolve) => {
    timer = setTimeout(() => resolve(failure(`none within ${limit} ms`)), limit);
  });
  try {
    return await Promise.race([judging, tooLong]);
  } catch (error) {
    return failure(error instanceof Error ? (error.stack ?? error.message) : String(error));
  } finally {
    clearTimeout(timer);
  }
}

function limitsOf(testCase: ConformanceCase): number {
  const took = testCase.kind === "call" ? testCase.expected.took : undefined;
  return took instanceof Object && "$to" in took ? Number(took.$to) + MARGIN : TIMEOUT;
}

function concealed({ at, expected, actual }: Difference, secrets: Secrets): Difference {
  return { at, expected: conceal(expected, secrets), actual: conceal(actual, secrets) };
}
