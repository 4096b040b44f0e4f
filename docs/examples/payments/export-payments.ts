import type { Amount, Client } from "@plastiq-connect/node";

/** Returns the payments of a payer in a month, such as `"2026-01"`, as CSV. */
export async function exportPayments(connect: Client, payerId: string, month: string): Promise<string> {
  const rows = [["id", "created", "status", "charged", "charged currency", "received", "received currency", "memo"]];
  for await (const payment of connect.payments.list({ payerId }, { endUser: "none" })) {
    const { id, createdAt, status, sourceAmount, targetAmount, details } = payment;
    // A payment without a date belongs in every export, not in none.
    if (createdAt && !createdAt.startsWith(month)) continue;
    rows.push([id, createdAt ?? "", status ?? "", ...money(sourceAmount), ...money(targetAmount), details?.memo ?? ""]);
  }
  return rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

const money = (amount?: Amount): string[] => [String(amount?.value ?? ""), amount?.currency ?? ""];

/** Quotes a cell. A spreadsheet would run a text that begins like a formula. */
const cell = (text: string): string => `"${text.replace(/^[=+\-@\t\r]/, "'$&").replaceAll('"', '""')}"`;
