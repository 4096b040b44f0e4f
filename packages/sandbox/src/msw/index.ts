/**
 * Handlers for msw that send the requests of a page to a local sandbox.
 *
 * @module
 */

import { HttpResponse, http, type RequestHandler } from "msw";
import type { Sandbox } from "../sandbox.ts";

export { type MintHandlerOptions, mintHandler } from "./mint-handler.ts";

/** Options for `sandboxHandlers`. */
export interface HandlerOptions {
  /** The base URL of the client under test, up to and including `/api`. Default: those of the vendor. */
  readonly baseUrl?: string;
}

const VENDOR_ORIGINS = ["https://connect.sandbox.plastiq.com", "https://connect.plastiq.com"];

/**
 * Returns handlers for msw that forward every API request and every document upload to a sandbox.
 *
 * On Node, the client needs `fetch: (url, init) => globalThis.fetch(url, init)`: msw does not intercept its own
 * connections.
 *
 * @example
 * ```ts
 * import { createSandbox } from "@plastiq-connect/sandbox";
 * import { sandboxHandlers } from "@plastiq-connect/sandbox/msw";
 * import { setupServer } from "msw/node";
 *
 * const sandbox = createSandbox();
 * const server = setupServer(...sandboxHandlers(sandbox));
 * ```
 *
 * @throws TypeError when `baseUrl` is not a URL that ends in `/api`.
 */
export function sandboxHandlers(sandbox: Pick<Sandbox, "fetch">, options: HandlerOptions = {}): RequestHandler[] {
  return prefixesOf(options).map((prefix) =>
    http.all(new RegExp(`^${escaped(prefix)}/(?:api|uploads)/`), async ({ request }) => {
      const { pathname, search, origin } = new URL(request.url);
      const path = pathname.slice(new URL(prefix).pathname.replace(/\/$/, "").length);
      try {
        return await sandbox.fetch(new Request(origin + path + search, request), { publicUrl: prefix });
      } catch (error) {
        if (request.signal.aborted) throw error;
        // A connection that an injected fault severed.
        return HttpResponse.error();
      }
    }),
  );
}

/** Returns the prefixes of `/api` and `/uploads`. */
function prefixesOf({ baseUrl }: HandlerOptions): readonly string[] {
  if (baseUrl === undefined) return VENDOR_ORIGINS;
  const { origin, pathname } = new URL(baseUrl);
  if (!/\/api\/?$/.test(pathname)) throw new TypeError("baseUrl must end in /api.");
  return [origin + pathname.replace(/\/api\/?$/, "")];
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
