import { ConnectError } from "../error.ts";

/** Creates the error of a journal that is used within an open transaction of the application. */
export function openTransaction(): ConnectError {
  const message =
    "The connection of the journal has an open transaction, whose rollback would lose the record. Give the journal a connection of its own.";
  // The record may be that of a payment that was made.
  return new ConnectError({ code: "configuration_invalid", outcome: "unknown", next: "fix-configuration", message });
}
