import type { CallPlan } from "./call-plan.ts";
import type { Preparation } from "./case.ts";
import type { SandboxHandle } from "./subject.ts";

/** Applies a preparation of a case to the sandbox. */
export async function prepare(preparation: Preparation, plan: CallPlan, sandbox: SandboxHandle): Promise<void> {
  const { control } = sandbox;
  switch (preparation.do) {
    case "advance":
      return await control.advance(preparation.ms);
    case "spend-secret":
      return await sandbox.spend(plan.clientSecret, plan.input);
    case "revoke-key":
      return await control.revokeKey("local");
    case "allow-ips":
      return await control.setAllowedIps(preparation.ips);
    case "error-shape":
      return await control.setErrorShape(preparation.shape);
    case "pagination":
      return await control.setPagination(preparation.pagination);
    case "intent-on-payments":
      return await control.setIntentOnPayments(preparation.intentOnPayments);
    case "processing-time":
      return await control.setProcessingTime(preparation.ms);
  }
}
