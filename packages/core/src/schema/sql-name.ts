import { configurationInvalid } from "../error.ts";

/** Returns the name of a table that becomes part of SQL. @throws ConnectError `configuration_invalid`. */
export function sqlName(table: string): string {
  if (/^[a-z_][a-z0-9_]{0,62}(?:\.[a-z_][a-z0-9_]{0,62})?$/.test(table)) return table;
  throw configurationInvalid("table must be a lower-case SQL name, such as my_schema.my_table.");
}
