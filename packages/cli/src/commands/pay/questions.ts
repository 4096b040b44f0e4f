import type { CallOptions, Client } from "@plastiq-connect/node";
import type { Context } from "../../command.ts";
import { plain } from "../../foreign-text.ts";
import { wrapped } from "../../rows.ts";
import { UsageError } from "../../usage-error.ts";
import { checkValue, ruleOf, type ValueFlag } from "./values.ts";

const MOST_CHOICES = 9;

/** Returns the flag's value, or asks for it. @throws UsageError naming the flag when there is no terminal. */
export async function given(
  flag: ValueFlag,
  value: string | undefined,
  question: string,
  context: Context,
): Promise<string> {
  if (value !== undefined) return checkValue(flag, value);
  const [isValid, wanted] = ruleOf(flag);
  return await asked(flag, `${question}: `, wanted, (reply) => (isValid(reply) ? reply : undefined), context);
}

/** Asks until the reply is valid, so that after a typing error nobody has to repeat the earlier replies. */
async function asked(
  flag: ValueFlag,
  question: string,
  wanted: string,
  read: (reply: string) => string | undefined,
  { ask, err }: Context,
): Promise<string> {
  if (!ask) throw missing(flag);
  for (;;) {
    const value = read(await ask(question));
    if (value !== undefined) return value;
    err.line(wrapped(`The reply must be ${wanted}.`, 0, err.width));
  }
}

/** Returns the error for a flag that is not set. */
export function missing(flag: string): UsageError {
  return new UsageError(`--${flag} is missing.`, "See plastiq-connect pay --help for the options.");
}

interface Choice {
  readonly id: string;
  readonly label: string;
}

/** Returns the flag's value, or lets the user choose. */
export async function chosen(
  flag: ValueFlag,
  value: string | undefined,
  load: () => Promise<readonly Choice[]>,
  context: Context,
): Promise<string> {
  const { ask, err } = context;
  if (value !== undefined || !ask) return given(flag, value, "", context);
  const choices = await load();
  for (const [index, { id, label }] of choices.entries()) err.line(`  ${index + 1}  ${label}  ${err.colors.dim(id)}`);
  const isEmpty = choices.length === 0;
  if (isEmpty) {
    const hint = `The payer has no ${flag.replace("-", " ")}. Enter the id of a new one, or press Ctrl-C.`;
    err.line(wrapped(hint, 0, err.width));
  }
  const [isValid, wanted] = ruleOf(flag);
  return await asked(
    flag,
    `--${flag}, ${isEmpty ? "" : "a number or "}an id: `,
    `${isEmpty ? "" : "a number from the list or "}${wanted}`,
    (reply) => choices[Number(reply) - 1]?.id ?? (isValid(reply) ? reply : undefined),
    context,
  );
}

/** Loads the payment methods to choose from. The label contains at most the last four digits. */
export async function paymentMethodChoices(client: Client, payerId: string, call: CallOptions): Promise<Choice[]> {
  const { data } = await client.paymentMethods.list({ payerId, limit: MOST_CHOICES }, call);
  return data.map(({ id, type, data: facts }) => ({
    id: plain(id),
    label: plain(`${facts?.brand ?? type ?? "payment method"} ${lastFour(facts?.last4)}`.trim()),
  }));
}

/** Loads the recipients to choose from. */
export async function recipientChoices(client: Client, payerId: string, call: CallOptions): Promise<Choice[]> {
  const { data } = await client.recipients.list({ payerId, limit: MOST_CHOICES }, call);
  return data.map(({ id, businessName }) => ({ id: plain(id), label: plain(businessName ?? "recipient") }));
}

function lastFour(digits: unknown): string {
  return typeof digits === "string" && /^\d{4}$/.test(digits) ? `ending in ${digits}` : "";
}
