import type { RemoteControl } from "@plastiq-connect/sandbox/control";
import type { Context } from "../../command.ts";
import { targetOf } from "../../connection.ts";
import { plain } from "../../foreign-text.ts";
import { NoSandboxError, SandboxRefusal, UsageError } from "../../usage-error.ts";

const DEFAULT_BASE_URL = "http://127.0.0.1:4010/api";

/**
 * Returns the control of the local sandbox that the flag or PLASTIQ_BASE_URL names. Its methods throw a NoSandboxError
 * when the sandbox is gone, and a SandboxRefusal when it refuses. @throws UsageError, NoSandboxError.
 */
export async function localControl(baseUrl: string | undefined, env: Context["env"]): Promise<RemoteControl> {
  const target = targetOf({ "base-url": baseUrl ?? (env.PLASTIQ_BASE_URL || DEFAULT_BASE_URL) }, {});
  if (target.place !== "local") {
    throw new UsageError(
      "This works only for a local sandbox.",
      "Pass its address: --base-url http://127.0.0.1:4010/api.",
    );
  }
  const { remoteControl } = await import("@plastiq-connect/sandbox/control");
  const control = remoteControl(new URL(target.baseUrl).origin);
  const check = () =>
    control.health().catch(() => {
      throw new NoSandboxError(
        `No local sandbox responds at ${target.baseUrl}.`,
        "Start it: plastiq-connect sandbox, or pass its address: --base-url <url>.",
      );
    });
  await check();
  const failed = async (error: Error) => {
    // It has refused, unless it was stopped meanwhile.
    await check();
    throw new SandboxRefusal(plain(error.message));
  };
  const methods = Object.entries<(...args: never[]) => Promise<unknown>>(control).map(
    ([name, call]) => [name, (...args: never[]) => call(...args).catch(failed)] as const,
  );
  return Object.fromEntries(methods) as unknown as RemoteControl;
}
