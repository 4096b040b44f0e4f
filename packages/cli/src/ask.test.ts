import { PassThrough } from "node:stream";
import { describe, expect, it, vi } from "vitest";
import { createAsk } from "./ask.ts";

/** A terminal whose keys a test presses. */
function terminal(isTTY = true) {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const stop = new AbortController();
  const ask = createAsk(
    Object.assign(input, { isTTY, setRawMode: () => input }) as unknown as NodeJS.ReadStream,
    Object.assign(output, { isTTY, columns: 80 }) as unknown as NodeJS.WriteStream,
    stop,
  );
  return { input, output, stop, ask };
}

describe("createAsk", () => {
  it("asks one question after the other", async () => {
    const { ask, input, output } = terminal();
    const first = ask?.("Order number: ");
    input.write(" 1042 \r");
    expect(await first).toBe("1042");
    const second = ask?.("Pay? ");
    input.write("yes\r");
    expect(await second).toBe("yes");
    expect(String(output.read())).toMatch(/Order number: [\s\S]*Pay\? /);
  });

  it("takes each pasted line for a reply, but none for consent", async () => {
    const { ask, input, output } = terminal();
    const first = ask?.("Order number: ");
    input.write("1042\r p1 \rp2\ryes\rye");
    expect(await first).toBe("1042");
    expect(await ask?.("Payer id: ")).toBe("p1");
    expect(await ask?.("Recipient: ")).toBe("p2");
    expect(String(output.read())).toMatch(/Payer id: p1\n[\s\S]*Recipient: p2\n/);
    const consent = ask?.("Pay? ", "consent");
    await vi.waitFor(() => expect(String(output.read())).toContain("Pay? "));
    input.write("no\r");
    expect(await consent).toBe("no");
  });

  it("keeps the start of a reply that was pasted with the one before", async () => {
    const { ask, input } = terminal();
    const first = ask?.("Order number: ");
    input.write("1042\r3f2c");
    expect(await first).toBe("1042");
    const second = ask?.("Payer id: ");
    input.write("9a54\r");
    expect(await second).toBe("3f2c9a54");
  });

  it("does not accept input that was typed before the question as consent", async () => {
    const { ask, input, output } = terminal();
    input.write("yes\rye");
    const reply = ask?.("Pay? ", "consent");
    let shown = "";
    await new Promise<void>((resolve) => {
      output.on("data", (text) => {
        shown += text;
        if (shown.includes("Pay? ")) resolve();
      });
    });
    input.write("s\r");
    expect(await reply).toBe("s");
    expect(shown).not.toContain("> ");
  });

  it.each([
    ["Ctrl-C", "\u0003", { code: "aborted", outcome: "not-sent" }],
    ["the end of the input", "\u0004", { name: "UsageError" }],
  ])("gives up on %s before a question for consent", async (_, key, error) => {
    const { ask, input } = terminal();
    input.write(key);
    await expect(ask?.("Pay? ", "consent")).rejects.toMatchObject(error);
  });

  it("gives up on Ctrl-C, and stops the program", async () => {
    const { ask, input, stop } = terminal();
    const reply = ask?.("Pay? ");
    input.write("\u0003");
    await expect(reply).rejects.toMatchObject({ code: "aborted", outcome: "not-sent" });
    expect(stop.signal.reason).toBe("SIGINT");
  });

  it("gives up on a signal from outside", async () => {
    const { ask, stop } = terminal();
    const reply = ask?.("Pay? ");
    stop.abort("SIGTERM");
    await expect(reply).rejects.toMatchObject({ code: "aborted" });
  });

  it("treats the end of the input as no reply", async () => {
    const { ask, input, output } = terminal();
    const reply = ask?.("Pay? ");
    input.write("\u0004");
    await expect(reply).rejects.toThrow("The input ended before the reply.");
    // The error message gets a line of its own.
    expect(String(output.read())).toMatch(/\n$/);
  });

  it("asks no questions on a pipe", () => {
    expect(terminal(false).ask).toBeUndefined();
  });
});
