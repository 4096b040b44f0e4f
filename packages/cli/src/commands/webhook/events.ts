import { suggestion } from "../../suggestion.ts";
import { UsageError } from "../../usage-error.ts";

/** The events that the vendor documents. Its list is open. */
export const DOCUMENTED: readonly string[] = [
  "payment.state_change",
  "document.request",
  "payment.disbursement_information",
  "payment.trace_information",
];

const NAME = /^[\w-]+(?:\.[\w-]+)*$/;

/**
 * Throws unless each name is an event's name, because a mistyped event would never arrive.
 *
 * @param where The source of the names, for the start of the message.
 * @param isAny True if the user allowed events that the vendor does not document.
 */
export function checkEvents(names: readonly string[], where: string, isAny: boolean): void {
  const wrong = names.find((name) => (isAny ? !NAME.test(name) : !DOCUMENTED.includes(name)));
  if (wrong === undefined) return;
  if (isAny) throw new UsageError(`${where} must be the name of an event: letters, digits, dots, _ and -.`);
  const hint = suggestion(wrong, DOCUMENTED) ?? `The vendor documents ${DOCUMENTED.join(", ")}.`;
  throw new UsageError(
    `${where} must be the name of an event that the vendor documents.`,
    `${hint} For any other event, add --any-event.`,
  );
}
