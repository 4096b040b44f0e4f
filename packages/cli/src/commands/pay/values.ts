import { isPrintable } from "../../foreign-text.ts";
import { UsageError } from "../../usage-error.ts";

/** A flag of `pay` whose value is checked here, so that an error names the flag. */
export type ValueFlag = "order" | "amount" | "payer" | "payment-method" | "recipient" | "intent";

/** Returns the value. @throws UsageError naming the flag; it repeats no value. */
export function checkValue(flag: ValueFlag, value: string): string {
  const [isValid, wanted] = ruleOf(flag);
  if (isValid(value)) return value;
  throw new UsageError(`--${flag} must be ${wanted}.`);
}

/** Returns what a flag's value must be. */
export function ruleOf(flag: ValueFlag): Rule {
  return rules[flag] ?? rules.id;
}

type Rule = readonly [isValid: (value: string) => boolean, wanted: string];

const rules: Partial<Record<ValueFlag, Rule>> & { readonly id: Rule } = {
  id: [(value) => /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(value), "a UUID"],
  amount: [
    (value) => /^[1-9]\d{0,7}(?:\.\d{1,2})?$/.test(value),
    "from 1 to 99999999.99 with at most two decimals, such as 100.00",
  ],
  order: [
    (value) => value.length > 0 && value.length <= 100 && value.trim() === value && isPrintable(value),
    "1 to 100 printable characters, without spaces around them",
  ],
};
