export type {
  CallCase,
  CallExpectation,
  CallSetup,
  CannedResponse,
  Capability,
  CaseOperation,
  ClientSetup,
  ConformanceCase,
  EndUserCase,
  InboundFacts,
  Preparation,
  RecordName,
} from "./case.ts";
export { CASES } from "./cases.ts";
export { ABSENT, between, type Difference, exactly, matches, type Pattern } from "./pattern.ts";
export { printsOf } from "./printed-forms.ts";
export { remoteSandbox, type ServerAddresses } from "./remote-sandbox.ts";
export type { CaseReport, Report } from "./report.ts";
export { runConformance } from "./runner.ts";
export { type ServerParts, serverSubject } from "./server-subject.ts";
export type { SandboxHandle, SpendOptions, Subject } from "./subject.ts";
