import { cardNumber, type Random } from "../world/random.ts";
import { LOCAL_PAYER_ID } from "../world/real.ts";
import { createSender } from "../world/sender.ts";
import type { VendorSetup } from "../world/vendor-setup.ts";
import { type Given, operationOf, type SimulatedOperation } from "./operation.ts";
import type { CallRecord } from "./record.ts";
import type { CallPlan } from "./schedule.ts";

/** Creates at the vendor what a call needs, and the record of the call. */
export async function prepareCall(
  plan: CallPlan,
  index: number,
  { random, setup }: { readonly random: Random; readonly setup: VendorSetup },
): Promise<CallRecord> {
  const controller = new AbortController();
  const operation = operationOf(plan.operation);
  const given: Given = {
    accepted: plan.accepted,
    payerId: LOCAL_PAYER_ID,
    unknownId: random.uuid(),
    cardNumber: cardNumber(random),
    cvv: random.digits(3),
    accountNumber: random.digits(12),
    document: `${random.digits(3)}-${random.digits(2)}-${random.digits(4)}`,
    clientSecret: operation.spends ? await setup.secret() : "",
    ownId: await createNeeded(operation, setup),
    idempotencyKey: random.uuid(),
    options: { endUser: "none", traceId: random.uuid(), signal: controller.signal },
  };
  const sender = createSender(`call-${index}`, {
    fates: plan.fates,
    cvv: given.cvv,
    spends: operation.spends === true || operation.refusesCopies === true,
    goneIsDone: operation.goneIsDone === true,
  });
  return {
    index,
    plan,
    operation,
    given,
    controller,
    sender,
    requests: sender.requests,
    deliveries: sender.deliveries,
    startedAt: undefined,
    settledAt: undefined,
    data: undefined,
    error: undefined,
    announced: 0,
    listeners: 0,
  };
}

async function createNeeded({ needs }: SimulatedOperation, setup: VendorSetup): Promise<string> {
  if (needs === undefined) return "";
  if (needs === "payment method") return setup.bankAccount();
  if (needs === "recipient") return setup.recipient();
  const intent = await setup.intent(await setup.bankAccount(), await setup.recipient());
  return needs === "payment intent" ? intent : setup.payment(intent);
}
