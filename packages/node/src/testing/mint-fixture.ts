import { createServer, type RequestListener } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { text } from "node:stream/consumers";
import { LOCAL_API_KEY, LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { type RunningSandbox, startSandbox } from "@plastiq-connect/sandbox/server";
import { afterAll, afterEach, beforeAll, expect, onTestFinished, vi } from "vitest";
import {
  createClient,
  type MintEvent,
  mintEndpoint,
  type NodeClient,
  type NodeMintEndpoint,
  type NodeMintEndpointOptions,
} from "../index.ts";

/** The origin of the page. */
export const ORIGIN = "https://shop.example";

/** Mint endpoints in front of one sandbox. */
export interface MintFixture {
  readonly sandbox: RunningSandbox;
  /** A client of the sandbox, as the option `client`. */
  createMinter(): { client: NodeClient };
  /** An endpoint, and the events that it has reported. */
  endpoint(options?: Partial<NodeMintEndpointOptions>): { handler: NodeMintEndpoint; events: MintEvent[] };
}

/** Prepares the tests of a file, with one sandbox that each test finds empty: call it at the top. */
export function useMintFixture(): MintFixture {
  let sandbox: RunningSandbox;
  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  afterEach(() => {
    sandbox.control.reset();
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });
  afterAll(() => sandbox.close());

  function createMinter(): { client: NodeClient } {
    const client = createClient({ apiKey: LOCAL_API_KEY, baseUrl: sandbox.baseUrl });
    onTestFinished(() => client.close());
    return { client };
  }

  function endpoint(options: Partial<NodeMintEndpointOptions> = {}) {
    const events: MintEvent[] = [];
    const handler: NodeMintEndpoint = mintEndpoint({
      ...createMinter(),
      authorize: () => ({ payerId: LOCAL_PAYER_ID }),
      allowedOrigins: [ORIGIN],
      onMint: (event) => void events.push(event),
      ...options,
    });
    return { handler, events };
  }

  return {
    createMinter,
    endpoint,
    get sandbox(): RunningSandbox {
      return sandbox;
    },
  };
}

/** Serves a handler until the test is finished, and returns the port. */
export async function serve(listener: RequestListener): Promise<number> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  await vi.waitFor(() => expect(server.listening).toBe(true), 20_000);
  return (server.address() as AddressInfo).port;
}

/** Requests a client secret as the page does. */
export function post(port: number, init: RequestInit = {}): Promise<Response> {
  return fetch(`http://127.0.0.1:${port}/mint`, {
    method: "POST",
    ...init,
    headers: { origin: ORIGIN, ...init.headers },
  });
}

/** Sends text unchanged, and returns everything that comes back until the other side ends. */
export async function raw(port: number, head: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  socket.write(head.replaceAll("\n", "\r\n"));
  return await text(socket);
}
