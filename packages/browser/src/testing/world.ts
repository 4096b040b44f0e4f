import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type RunningSandbox, startSandbox } from "@plastiq-connect/sandbox/server";
import { createMintHandler, type MintHandler, type SeenMint } from "./mint-server.ts";

/** A local sandbox and a server with a mint endpoint, for one run of the browser tests. */
export interface World {
  readonly sandbox: RunningSandbox;
  /** The mint endpoint, to mount at the origin of the page. */
  readonly mint: MintHandler;
  /** Another origin with the same endpoint. */
  readonly elsewhere: string;
  readonly minted: SeenMint[];
  /** The origin of a server that was closed. */
  readonly nobody: string;
  close(): Promise<void>;
}

/** Starts the servers on loopback, at free ports. Close it after use. */
export async function createWorld(): Promise<World> {
  const sandbox = await startSandbox();
  const minted: SeenMint[] = [];
  const mint = createMintHandler(sandbox.baseUrl, minted);
  const gone = await startSandbox();
  await gone.close();
  const server = createServer(mint);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    sandbox,
    mint,
    elsewhere: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    minted,
    nobody: gone.origin,
    async close() {
      server.close();
      server.closeAllConnections();
      await sandbox.close();
    },
  };
}
