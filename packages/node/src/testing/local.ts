import type { Server } from "node:http";
import type { Server as TcpServer } from "node:net";
import { LOCAL_API_KEY, LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { type RunningSandbox, startSandbox } from "@plastiq-connect/sandbox/server";
import { afterEach, beforeEach, expect, onTestFinished, vi } from "vitest";
import { type ConnectError, createClient, type NodeClient, type NodeClientOptions } from "../index.ts";

export const INPUT: { readonly payer: { readonly id: string } } = { payer: { id: LOCAL_PAYER_ID } };
export const NOBODY = { endUser: "none" } as const;

/** A sandbox for each test of a file, and clients of it. */
export interface Local {
  readonly sandbox: RunningSandbox;
  client(options?: NodeClientOptions): NodeClient;
  /** The environment variables of a process whose client calls the sandbox. */
  environment(): NodeJS.ProcessEnv;
}

/** Starts a sandbox before each test, without variables of this machine, and closes it afterwards. */
export function useLocal(): Local {
  let sandbox: RunningSandbox;
  beforeEach(async () => {
    for (const name of Object.keys(process.env)) {
      if (/^PLASTIQ_|_proxy$/i.test(name)) vi.stubEnv(name, undefined);
    }
    sandbox = await startSandbox();
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await sandbox.close();
  });
  return {
    get sandbox() {
      return sandbox;
    },
    client(options = {}) {
      const client = createClient({ apiKey: LOCAL_API_KEY, baseUrl: sandbox.baseUrl, ...options });
      onTestFinished(() => client.close());
      return client;
    },
    environment: () => ({
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      PLASTIQ_API_KEY: LOCAL_API_KEY,
      PLASTIQ_BASE_URL: sandbox.baseUrl,
    }),
  };
}

/** Returns a promise, and the function that resolves it. */
export function deferred<Value>(): { readonly promise: Promise<Value>; readonly resolve: (value: Value) => void } {
  let resolve: (value: Value) => void = () => {};
  const promise = new Promise<Value>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

/** Returns the error that a call rejects with. */
export async function failure(call: Promise<unknown>): Promise<ConnectError> {
  return call.then(
    () => expect.unreachable("The call succeeded."),
    (error: ConnectError) => error,
  );
}

/** Listens on a free port of this machine until the test is finished. */
export async function listening<Listener extends Server | TcpServer>(
  server: Listener,
): Promise<{ port: number; server: Listener }> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (!address || typeof address === "string") throw new Error("The server has no port.");
  return { port: address.port, server };
}
