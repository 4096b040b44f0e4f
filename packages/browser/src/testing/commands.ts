import type { SandboxControl } from "@plastiq-connect/sandbox";
import type { BrowserCommand } from "vitest/node";
import type { SeenMint } from "./mint-server.ts";
import type { World } from "./world.ts";

/** Commands that a test in the browser can send to the process that runs it. */
interface Commands {
  /** Returns the addresses of the servers. */
  readonly places: () => Promise<{ sandbox: string; baseUrl: string; elsewhere: string; nobody: string }>;
  /** Restores the state after the start. */
  readonly reset: () => Promise<void>;
  /** Calls a method of the sandbox's control. A page itself may not. */
  readonly control: <Name extends keyof SandboxControl>(
    name: Name,
    ...args: Parameters<SandboxControl[Name]>
  ) => Promise<ReturnType<SandboxControl[Name]>>;
  /** Returns the requests to the mint endpoint. */
  readonly minted: () => Promise<readonly SeenMint[]>;
  /** Takes the browser offline soon, for a while. Meanwhile the test can send no commands. */
  readonly offlineFor: (ms: number) => Promise<void>;
}

declare module "vitest/browser" {
  interface BrowserCommands extends Commands {}
}

type Implemented = { [Name in keyof Commands]: BrowserCommand<Parameters<Commands[Name]>> };

/** Returns the implementations of the commands. The first one that needs the world starts it. */
export function commandsOf(world: () => Promise<World>): Implemented {
  return {
    async places() {
      const { sandbox, elsewhere, nobody } = await world();
      return { sandbox: sandbox.origin, baseUrl: sandbox.baseUrl, elsewhere, nobody };
    },
    async reset() {
      const { sandbox, minted } = await world();
      sandbox.control.reset();
      minted.length = 0;
    },
    async control(_context, name, ...args) {
      const { control } = (await world()).sandbox;
      const method = control[name] as (...args: unknown[]) => unknown;
      return method(...args);
    },
    minted: async () => (await world()).minted,
    offlineFor({ context }, ms) {
      // Not at once: the response to this command goes over the network, too.
      setTimeout(async () => {
        await context.setOffline(true);
        setTimeout(() => context.setOffline(false), ms);
      }, 50);
    },
  };
}
