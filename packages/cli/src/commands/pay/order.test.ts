import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { runOnTerminal } from "../../testing/in-process.ts";
import { serverOf } from "../../testing/servers.ts";

const ID = "9b2f7a4e-1c3d-4e5f-8a6b-7c8d9e0f1a2b";
const NEW = ["pay", "--payer", ID, "--payment-method", ID, "--recipient", ID, "--amount", "100", "--yes"];

/** Runs the command with an API that makes intents of this total, and reads them with another. It makes no payment. */
async function payWith(order: string, total: number, totalLater: number) {
  const asked: string[] = [];
  await using server = await serverOf(({ method, url = "", socket }, response) => {
    asked.push(`${method} ${url.split(/[/?]/)[2]}`);
    if (asked.length > 2) return void socket.destroy();
    const sourceAmount = { value: method === "POST" ? total : totalLater, currency: "USD" };
    response.setHeader("content-type", "application/json").end(JSON.stringify({ id: ID, sourceAmount }));
  });
  const flags = ["--order", order, "--base-url", `${server.origin}/api`, "--timeout", "20000"];
  const { exitCode, out, err } = await runOnTerminal([...NEW, ...flags]);
  return { exitCode, out, err: stripVTControlCharacters(err), asked: new Set(asked) };
}

describe.concurrent("pay", () => {
  it("pays nothing when the total has changed since it was shown", async () => {
    const { exitCode, out, asked } = await payWith("1042", 102.85, 110);
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: "" });
    expect([...asked]).toEqual(["POST payment-intents", "GET payment-intents"]);
  });

  it("groups the digits of an amount, so that a million is not read as ten", async () => {
    const { err } = await payWith("1042", 10_285_000, 10_285_000);
    expect(err).toMatch(/^total +10,285,000\.00 USD$/m);
  });

  it("prints the command to continue on one line, with the order number quoted for a shell", async () => {
    const { exitCode, err, asked } = await payWith("Ada's order; 7", 102.85, 102.85);
    expect(exitCode).toBe(4);
    expect([...asked]).toContain("POST payments");
    const [command] = /^ +plastiq-connect pay .*$/m.exec(err) ?? [];
    expect(command?.trim()).toMatch(/^plastiq-connect pay --payer \S+ --order 'Ada'\\''s order; 7' .* --base-url \S+$/);
  });
});
