import { type CallOptions, type Client, createClient, isConnectError, type PaymentIntent } from "@plastiq-connect/node";
import { readArguments, readNumber } from "../../arguments.ts";
import { attemptOptions } from "../../attempts.ts";
import type { Command, Context } from "../../command.ts";
import { absentSandbox, CONNECTION_OPTIONS, requiredKey, type Target, targetOf } from "../../connection.ts";
import { adviceOnInput, reportError } from "../../error-report.ts";
import { ExitCode } from "../../exit-code.ts";
import { jsonLine, plain } from "../../foreign-text.ts";
import { writeRows } from "../../rows.ts";
import { checkCreatePayer, createTestPayer, createTestRecipient, storeTestCard } from "../../test-records.ts";
import { UsageError } from "../../usage-error.ts";
import { amountRows, amountText } from "./amounts.ts";
import { HELP } from "./help.ts";
import { adviceAfter, checkProduction, isBeforePayment, keyOf, type Order } from "./order.ts";
import { chosen, given, missing, paymentMethodChoices, recipientChoices } from "./questions.ts";
import { checkValue, type ValueFlag } from "./values.ts";

const VALUE_FLAGS = ["order", "payer", "payment-method", "recipient", "amount", "intent"] as const;

const OPTIONS = {
  ...CONNECTION_OPTIONS,
  payer: { type: "string" },
  "create-payer": { type: "boolean" },
  "payment-method": { type: "string" },
  recipient: { type: "string" },
  amount: { type: "string" },
  intent: { type: "string" },
  order: { type: "string" },
  attempt: { type: "string" },
  production: { type: "boolean" },
  yes: { type: "boolean" },
  timeout: { type: "string" },
  json: { type: "boolean" },
  verbose: { type: "boolean" },
} as const;

// An earlier run can have paid.
const PAID_NOTHING = "This run paid nothing.";

type Flags = ReturnType<typeof readArguments<typeof OPTIONS>>;

interface Work {
  readonly client: Client;
  readonly call: CallOptions;
  readonly target: Target;
  readonly flags: Flags;
  readonly context: Context;
}

/** `plastiq-connect pay`. */
export const pay: Command = {
  summary: "pay a recipient, once for an order",
  help: HELP,
  async run(given) {
    const flags = readArguments(given.args, OPTIONS);
    // A script that asks for JSON gets no questions.
    const context: Context = flags.json ? { ...given, ask: undefined } : given;
    const { env, signal } = context;
    const target = targetOf(flags, env);
    checkProduction(target, flags.production);
    checkFlags(flags, target);
    if (!context.ask) checkComplete(flags);
    const attempt = readNumber("attempt", flags.attempt, 1, 1_000) ?? 1;
    const limit = readNumber("timeout", flags.timeout, 1, 2_147_483_647);
    const client = createClient({
      apiKey: await requiredKey(target, env),
      baseUrl: target.baseUrl,
      ...(limit === undefined ? {} : { timeout: limit, deadline: limit }),
      ...attemptOptions(context, flags.verbose),
    });
    const work: Work = { client, call: { endUser: "none", signal }, target, flags, context };
    try {
      const order = await orderOf(work, attempt);
      const intent = await intentOf(work, order.payerId);
      if (!(await isAgreed(work, intent))) return ExitCode.usage;
      return await send(work, order, intent);
    } catch (error) {
      const isUsage = error instanceof UsageError;
      // Without questions, everything was checked before anything was sent.
      if (isUsage && !context.ask) throw error;
      const advice = absentSandbox(error, target) ?? adviceOnInput(error, "pay");
      return reportError(error, context, advice, isUsage || isConnectError(error) ? PAID_NOTHING : undefined);
    } finally {
      await client.close();
    }
  },
};

function checkFlags(flags: Flags, target: Target): void {
  const { amount, intent, payer, recipient } = flags;
  for (const flag of VALUE_FLAGS) if (flags[flag] !== undefined) checkValue(flag, flags[flag]);
  if (flags["create-payer"]) checkCreatePayer(payer, target);
  if (intent === undefined) return;
  if (flags["create-payer"]) throw new UsageError("--intent needs the payer of the intent: pass --payer.");
  const [extra] = Object.entries({ amount, recipient, "payment-method": flags["payment-method"] }).find(
    ([, value]) => value !== undefined,
  ) ?? [undefined];
  if (extra) throw new UsageError(`--intent and --${extra} cannot be used together: the intent has its own.`);
}

/** Throws for missing options, before anything is created. */
function checkComplete(flags: Flags): void {
  const isNew = flags.intent === undefined;
  const wanted = [
    "order",
    ...(flags["create-payer"] ? [] : ["payer"]),
    ...(isNew && !flags["create-payer"] ? ["payment-method", "recipient"] : []),
    ...(isNew ? ["amount"] : []),
  ] as const;
  for (const flag of wanted) if (flags[flag as ValueFlag] === undefined) throw missing(flag);
  if (!flags.yes)
    throw new UsageError(
      "Without a terminal, pay cannot ask for confirmation.",
      "Pass --yes to pay without confirmation.",
    );
}

async function orderOf({ client, call, flags, context }: Work, attempt: number): Promise<Order> {
  const number = await given("order", flags.order, "Order number", context);
  const payerId = flags["create-payer"]
    ? await createTestPayer(client, call)
    : await given("payer", flags.payer, "Payer id", context);
  return { number, attempt, payerId };
}

/** Returns the intent to pay: the one that the flag names, or a new one. */
async function intentOf(work: Work, payerId: string): Promise<PaymentIntent> {
  const { client, call, flags, context } = work;
  if (flags.intent !== undefined) return client.paymentIntents.retrieve({ id: flags.intent, payerId }, call);
  const isThrowaway = flags["create-payer"] === true;
  const value = await given("amount", flags.amount, "Amount in USD, such as 100.00", context);
  const paymentMethodId =
    isThrowaway && flags["payment-method"] === undefined
      ? await storeTestCard(client, payerId, call)
      : await chosen(
          "payment-method",
          flags["payment-method"],
          () => paymentMethodChoices(client, payerId, call),
          context,
        );
  const recipientId =
    isThrowaway && flags.recipient === undefined
      ? await createTestRecipient(client, payerId, call)
      : await chosen("recipient", flags.recipient, () => recipientChoices(client, payerId, call), context);
  return client.paymentIntents.create(
    {
      payer: { id: payerId },
      paymentMethod: { id: paymentMethodId },
      recipient: { id: recipientId },
      targetAmount: { value, currency: "USD" },
    },
    call,
  );
}

/** Shows the amounts and asks whether to pay. */
async function isAgreed({ flags, context, target }: Work, intent: PaymentIntent): Promise<boolean> {
  const { ask, err } = context;
  if (!flags.json) {
    const rows = amountRows(intent, err.colors);
    writeRows(err, [...rows, [err.colors.dim("intent"), plain(`${intent.id} ${intent.status ?? ""}`.trimEnd())]]);
  }
  if (flags.yes) return true;
  const where = target.place === "production" ? err.colors.red("production") : target.place;
  const reply = await ask?.(`Pay ${amountText(intent.sourceAmount)} (${where})? Type yes to pay: `, "consent");
  if (reply?.toLowerCase() === "yes") return true;
  err.line("Nothing was paid.");
  return false;
}

async function send({ client, call, target, flags, context }: Work, order: Order, intent: PaymentIntent) {
  const idempotencyKey = await keyOf(order, target);
  const { sourceAmount } = intent;
  try {
    const { data: payment, response } = await client.payments
      .create(
        { paymentIntent: { id: intent.id }, payer: { id: order.payerId } },
        { ...call, idempotencyKey, ...(sourceAmount && { expect: { sourceAmount } }) },
      )
      .withResponse();
    const replayed = response.replayed === true;
    const { out } = context;
    const { dim } = out.colors;
    const facts = { paymentId: plain(payment.id), status: plain(payment.status ?? "unknown") };
    const createdAt = payment.createdAt === undefined ? null : plain(payment.createdAt);
    if (flags.json) {
      const { fees = [], targetAmount } = payment;
      out.line(
        jsonLine({
          ...facts,
          createdAt,
          replayed,
          payerId: order.payerId,
          // An earlier run may have paid another intent under the same key.
          intentId: payment.paymentIntent ? plain(payment.paymentIntent.id) : replayed ? null : intent.id,
          order: order.number,
          attempt: order.attempt,
          targetAmount,
          fees,
          sourceAmount: payment.sourceAmount,
          environment: target.place,
          baseUrl: target.baseUrl,
        }),
      );
    } else {
      writeRows(out, [
        [dim("payment"), facts.paymentId],
        [dim("status"), facts.status],
        [dim("paid"), amountText(payment.sourceAmount)],
        ...(createdAt === null ? [] : [[dim("date"), createdAt] as const]),
        [dim("order"), `${order.number}, attempt ${order.attempt}`],
        ...(replayed ? [[dim("replayed"), "yes: this key had made the payment already"] as const] : []),
        [dim("environment"), `${target.place} ${dim(target.baseUrl)}`],
      ]);
    }
    return ExitCode.ok;
  } catch (error) {
    const isCaptured = intent.status === "CAPTURED";
    const advice = adviceAfter(error, order, { id: intent.id, isCaptured, flags: connectionFlags(flags) });
    const next = advice ?? absentSandbox(error, target) ?? adviceOnInput(error, "pay");
    return reportError(error, context, next, isBeforePayment(error) ? PAID_NOTHING : undefined);
  }
}

/** The flags that the next call of the command needs to reach the same API. */
function connectionFlags(flags: Flags): string[] {
  return [
    ...(flags["base-url"] === undefined ? [] : [`--base-url ${flags["base-url"]}`]),
    ...(flags.environment === undefined ? [] : [`--environment ${flags.environment}`]),
    ...(flags.production ? ["--production"] : []),
  ];
}
