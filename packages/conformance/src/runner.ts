import { factsOf } from "./call-facts.ts";
import { planCall } from "./call-plan.ts";
import type { CallCase, ConformanceCase, EndUserCase } from "./case.ts";
import { CASES } from "./cases.ts";
import { type Difference, differences } from "./pattern.ts";
import { type CaseReport, type Report, reportOf } from "./report.ts";
import { runCall } from "./run-call.ts";
import { conceal, type Secrets } from "./secrets.ts";
import type { SandboxHandle, Subject } from "./subject.ts";

/** A case that takes longer than this hangs; one that may take a certain time hangs so much after that. In milliseconds. */
const PATIENCE = 30_000;
const MARGIN = 1_000;

/**
 * Holds a subject to the cases, one after another: they share the sandbox, which is reset before each.
 *
 * It needs no test framework and nothing but web standards, so that it runs inside a Worker and in a page. It resolves
 * also when cases fail.
 */
export async function runConformance(
  subject: Subject,
  sandbox: SandboxHandle,
  cases: readonly ConformanceCase[] = CASES,
): Promise<Report> {
  const startedAt = performance.now();
  const reports: CaseReport[] = [];
  for (const one of cases) reports.push(await runCase(one, subject, sandbox));
  return reportOf(subject.runtime, reports, performance.now() - startedAt);
}

async function runCase(one: ConformanceCase, subject: Subject, sandbox: SandboxHandle): Promise<CaseReport> {
  const startedAt = performance.now();
  const about = (): { name: string; rule: string; ms: number } => ({
    name: one.name,
    rule: one.rule,
    ms: performance.now() - startedAt,
  });
  const reason = needsOf(one)
    .map((need) => subject.lacks[need])
    .find((lack) => lack !== undefined);
  if (reason !== undefined) return { ...about(), result: "not-applicable", reason };
  const found = await settle(
    one.kind === "call" ? judgeCall(one, subject, sandbox) : judgeEndUser(one, subject),
    limitsOf(one),
  );
  return found.length === 0 ? { ...about(), result: "passed" } : { ...about(), result: "failed", differences: found };
}

function needsOf(one: ConformanceCase): readonly NonNullable<ConformanceCase["needs"]>[number][] {
  const { needs = [] } = one;
  if (one.kind === "end-user") return ["inbound", ...needs];
  const own = [
    ...(one.operation === "spend" || one.withoutApiKey ? [] : (["api-key"] as const)),
    ...(one.call?.inbound ? (["inbound"] as const) : []),
    ...(one.expected.response || one.expected.hooks ? (["response-facts"] as const) : []),
  ];
  return [...needs, ...own];
}

async function judgeCall(one: CallCase, subject: Subject, sandbox: SandboxHandle): Promise<readonly Difference[]> {
  if (!one.answers) await sandbox.control.reset();
  const { secondListener } = sandbox;
  const watched = one.expected.elsewhere !== undefined;
  const before = watched ? await secondListener.received() : 0;
  const plan = await planCall(one, subject, sandbox);
  const call = await runCall(plan, subject, sandbox);
  if (one.linger) await new Promise((waited) => setTimeout(waited, one.linger));
  const elsewhere = watched ? (await secondListener.received()) - before : 0;
  const { facts, secrets } = await factsOf(plan, call, subject, sandbox, elsewhere);
  // A case that says nothing of an error expects none. No call leaks a secret or leaves a listener.
  const expected = { error: { $absent: true }, ...(plan.expected as object), leaks: [], listeners: 0 };
  const found = differences(expected, facts);
  const error = facts.error as { readonly message?: string } | undefined;
  const context = found.length > 0 && error ? [{ at: "the error was", expected: "", actual: `${error.message}` }] : [];
  return [...found, ...context].map((difference) => concealed(difference, secrets));
}

async function judgeEndUser(one: EndUserCase, subject: Subject): Promise<readonly Difference[]> {
  try {
    const inbound = subject.inboundOf?.(one.inbound);
    const endUser = inbound && subject.endUserFrom?.(inbound, { trustedHops: one.trustedHops });
    return differences({ error: { $absent: true }, ...one.expected }, { endUser });
  } catch (error) {
    const { code, outcome } = error as { code?: unknown; outcome?: unknown };
    return differences(one.expected, { error: { code, outcome, isConnectError: subject.isConnectError(error) } });
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

function limitsOf(one: ConformanceCase): number {
  const took = one.kind === "call" ? one.expected.took : undefined;
  return took instanceof Object && "$to" in took ? Number(took.$to) + MARGIN : PATIENCE;
}

function concealed({ at, expected, actual }: Difference, secrets: Secrets): Difference {
  return { at, expected: conceal(expected, secrets), actual: conceal(actual, secrets) };
}
