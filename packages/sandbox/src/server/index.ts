/**
 * The local sandbox as a server on loopback, for Node.
 *
 * @module
 */

import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer, type HttpBindings, type ServerType } from "@hono/node-server";
import { WaitEnded } from "../account/waits.ts";
import { createControlRoutes } from "../control/control-routes.ts";
import type { SandboxControl } from "../control/sandbox-control.ts";
import { createWorld } from "../create-world.ts";
import { errorBody } from "../operation/refusal.ts";
import type { SandboxOptions } from "../options.ts";
import { createSandboxIn, type Sandbox } from "../sandbox.ts";
import type { World } from "../world.ts";
import { createEventStreams } from "./event-streams.ts";
import type { RequestInfo } from "./exchange.ts";
import { isForeignHost } from "./foreign-host.ts";
import { internalFailure } from "./internal-failure.ts";
import { isPagePath } from "./page-routes.ts";
import { createWorlds, type ServedWorld } from "./worlds.ts";

const loopbackNames = ["127.0.0.1", "::1", "localhost"] as const;

/** Tells the adapter that there is nothing left to write: the connection was broken on purpose. */
const nothingToWrite = { headers: { "x-hono-already-sent": "true" } };

/** Where and how the server starts, on top of what `createSandbox` takes. */
export interface ServerOptions extends SandboxOptions {
  /** Default 0: a free one. */
  port?: number;
  /** Loopback only. Default `127.0.0.1`. */
  hostname?: "127.0.0.1" | "::1" | "localhost";
}

/** A sandbox that listens on loopback. */
export interface RunningSandbox {
  /** Such as `http://127.0.0.1:4010`. Open it in a browser: it is the inspector. Control routes are under `/control`. */
  readonly origin: string;
  /** The origin and `/api`: what a client takes as its base URL. */
  readonly baseUrl: string;
  /** The port it listens on. */
  readonly port: number;
  /** Controls and observations of the sandbox. */
  readonly control: SandboxControl;
  /** Stops listening and breaks every connection, also a stalled one. May be called twice. */
  close(): Promise<void>;
}

/**
 * Starts a sandbox on loopback, with its control routes.
 *
 * Rejects with a TypeError on any other host name, because its API key is published. Rejects with an Error that names
 * the port when that is taken.
 *
 * @example
 * ```ts
 * import { startSandbox } from "@plastiq-connect/sandbox/server";
 *
 * const sandbox = await startSandbox();
 * console.log(sandbox.baseUrl); // for PLASTIQ_BASE_URL
 * await sandbox.close();
 * ```
 */
export async function startSandbox(options: ServerOptions = {}): Promise<RunningSandbox> {
  const { port: wantedPort = 0, hostname = "127.0.0.1", ...sandboxOptions } = options;
  if (!loopbackNames.includes(hostname)) {
    throw new TypeError(`The sandbox listens on loopback only: ${loopbackNames.join(", ")}.`);
  }
  const world: World = createWorld(sandboxOptions, () => worlds.all());
  const sandbox = createSandboxIn(world);
  // A URL leaves out port 80, as browsers do.
  const urlOf = (name: string) => new URL(`http://${name.includes(":") ? `[${name}]` : name}:${port}`);
  const origin = () => urlOf(hostname).origin;
  const place = { hosts: () => loopbackNames.map((name) => urlOf(name).host), origin };
  const worlds = createWorlds(sandboxOptions.now, () => world);
  const controlRoutes = createControlRoutes(sandbox.control, createEventStreams(world), place, worlds);
  const routesOf = new WeakMap<ServedWorld, typeof controlRoutes>();
  const control = (request: Request, { pathname, search }: URL) => {
    const [, id, rest] = /^\/control\/worlds\/([^/]+)(\/.+)$/.exec(pathname) ?? [];
    if (id === undefined) return controlRoutes.fetch(request);
    const served = worlds.find(id);
    if (!served) return Response.json({ error: "No world has this id." }, { status: 404 });
    const routes = routesOf.get(served) ?? createControlRoutes(served.sandbox.control, served.events, place);
    routesOf.set(served, routes);
    return routes.fetch(new Request(`${origin()}/control${rest}${search}`, request));
  };
  const server = createAdaptorServer({
    // The adapter would replace this process's global Request and Response by its own.
    overrideGlobalObjects: false,
    // An idle connection that the server closes may be in use again on the caller's side: on a busy machine, that request
    // would fail.
    serverOptions: { keepAliveTimeout: 0 },
    fetch: (request, env) => {
      const url = new URL(request.url);
      const { pathname, search } = url;
      if (/^\/control(\/|$)/.test(pathname)) return control(request, url);
      // The control routes take the page only at its one right address, and localhost is not 127.0.0.1.
      if (request.method === "GET" && isPagePath(pathname) && `http://${request.headers.get("host")}` !== origin()) {
        return new Response(null, { status: 307, headers: { location: origin() + pathname + search } });
      }
      const served = worlds.of(request)?.sandbox ?? sandbox;
      return respond(served, request, { isHostForeign: isForeignHost(url.hostname) }, env as HttpBindings);
    },
  });
  const stop = () => {
    for (const served of worlds.all()) served.stop();
    return close(server);
  };
  const port = await listen(server, wantedPort, hostname);
  return { origin: origin(), baseUrl: `${origin()}/api`, port, control: sandbox.control, close: stop };
}

async function respond(
  sandbox: Sandbox,
  request: Request,
  info: RequestInfo,
  { incoming }: HttpBindings,
): Promise<Response> {
  const { remoteAddress } = incoming.socket;
  try {
    return await sandbox.fetch(request, {
      ...info,
      ...(remoteAddress === undefined ? {} : { address: remoteAddress }),
      repeatedHeaders: repeated(incoming),
      sever: () => void incoming.socket.destroy(),
    });
  } catch (error) {
    // Severed, or the caller has disconnected: nobody gets a response.
    if (incoming.socket.destroyed) return new Response(null, nothingToWrite);
    if (!(error instanceof WaitEnded))
      return Response.json(errorBody(internalFailure(error, "the log"), "reference", crypto.randomUUID()), {
        status: 500,
      });
    // The world was removed: its vendor is gone.
    incoming.socket.destroy();
    return new Response(null, nothingToWrite);
  }
}

function repeated({ headersDistinct }: IncomingMessage): readonly string[] {
  return Object.entries(headersDistinct).flatMap(([name, values = []]) => (values.length > 1 ? [name] : []));
}

function listen(server: ServerType, port: number, hostname: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const reason = error.code === "EADDRINUSE" ? "it is in use" : (error.code ?? error.message);
      reject(new Error(`The sandbox cannot listen on port ${port} of ${hostname}: ${reason}.`, { cause: error }));
    });
    // As an object: otherwise, a port that is text could be the path of a socket.
    server.listen({ port, host: hostname }, () => resolve((server.address() as AddressInfo).port));
  });
}

function close(server: ServerType): Promise<void> {
  return new Promise((resolve) => {
    // The only possible error is that the server is already closed.
    server.close(() => resolve());
    if ("closeAllConnections" in server) server.closeAllConnections();
  });
}
