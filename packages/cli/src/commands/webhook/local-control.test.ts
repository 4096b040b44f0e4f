import { describe, expect, it } from "vitest";
import { runOnPipe } from "../../testing/in-process.ts";
import { sandboxOf, serverOf } from "../../testing/servers.ts";

const TRIGGER = ["webhook", "trigger", "payment.state_change"];
const INTERRUPTED = { stdout: "", stderr: expect.stringMatching(/^error +Interrupted\./) };

describe.concurrent("Ctrl-C", () => {
  it.each([
    ["SIGINT", 130, ["sandbox", "control", "state"]],
    ["SIGTERM", 143, ["sandbox", "control", "set", "--autopilot", "on"]],
    ["SIGINT", 130, ["sandbox", "fault", "--clear"]],
    ["SIGINT", 130, ["webhook", "listen"]],
    ["SIGINT", 130, TRIGGER],
  ] as const)("ends a command although the sandbox does not respond: %s %d %j", async (reason, exitCode, args) => {
    const stop = new AbortController();
    await using silent = await serverOf(() => stop.abort(reason));
    const base = ["--base-url", `${silent.origin}/api`];
    const ended = await runOnPipe([...args, ...base], { signal: stop.signal });
    expect(ended).toEqual({ exitCode, ...INTERRUPTED });
  });

  it("ends trigger while a listener does not respond", async () => {
    await using sandbox = await sandboxOf();
    const stop = new AbortController();
    sandbox.control.onWebhook(() => {
      stop.abort("SIGINT");
      return new Promise(() => {});
    });
    const ended = await runOnPipe(TRIGGER, { env: sandbox.env, signal: stop.signal });
    expect(ended).toEqual({ exitCode: 130, ...INTERRUPTED });
  });
});
