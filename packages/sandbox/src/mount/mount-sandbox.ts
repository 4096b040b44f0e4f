import { sha256 } from "@noble/hashes/sha2.js";
import type { SandboxControl } from "../control/sandbox-control.ts";
import type { SandboxOptions } from "../options.ts";
import { TEST_NUMBERS } from "../resources/payment-methods/test-numbers.ts";
import { createSandbox, type Sandbox } from "../sandbox.ts";

const SHORTEST_TOKEN = 32;

/** Options for `mountSandbox`. */
export interface MountOptions extends SandboxOptions {
  /** The path of the route, such as `/plastiq-sandbox`. */
  basePath: string;
  /**
   * The path segment after `basePath` that every request must have: at least 32 letters, digits, `-` or `_`. Anyone who
   * knows it can use the sandbox.
   */
  token: string;
  /**
   * The public origin, such as `https://preview.example.com`, for upload URLs. Default: the request's origin, which is
   * wrong in many frameworks behind a proxy.
   */
  origin?: string | undefined;
  /** The only card and account numbers that are accepted. Default: `TEST_NUMBERS`. */
  acceptedNumbers?: readonly string[];
}

/** A sandbox that is mounted in an application. */
export interface MountedSandbox {
  /** Handles a request to the route. Call it from a catch-all route of your framework. */
  handle(request: Request): Promise<Response>;
  /** Controls of the sandbox for code in the same process. There are no control routes. */
  readonly control: SandboxControl;
}

/**
 * Creates a sandbox for a route of a web application, such as a preview deployment. Its base URL is the origin, then
 * `basePath`, `/`, `token` and `/api`. A request without the token gets an empty 404.
 *
 * The records are in the memory of this process; instances do not share them.
 *
 * @example
 * ```ts
 * import { mountSandbox } from "@plastiq-connect/sandbox";
 *
 * const { handle } = mountSandbox({
 *   basePath: "/plastiq-sandbox",
 *   token: "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy",
 * });
 * export { handle as DELETE, handle as GET, handle as OPTIONS, handle as PATCH, handle as POST };
 * ```
 *
 * @throws TypeError on a base path, token or origin that cannot be used.
 */
export function mountSandbox(options: MountOptions): MountedSandbox {
  const { basePath, token, origin, acceptedNumbers = TEST_NUMBERS, ...sandboxOptions } = options;
  if (!/^(?:\/[\w.~-]+)*$/.test(basePath)) {
    throw new TypeError("basePath must be a path such as /plastiq-sandbox, without a slash at the end.");
  }
  if (typeof token !== "string" || token.length < SHORTEST_TOKEN || !/^[\w-]+$/.test(token)) {
    throw new TypeError(`token must be at least ${SHORTEST_TOKEN} letters, digits, "-" or "_".`);
  }
  if (origin !== undefined && !isOrigin(origin)) {
    throw new TypeError("origin must be an origin such as https://preview.example.com, without a path.");
  }
  const wanted = digest(token);
  let created: Sandbox | undefined;
  // Created late, because some runtimes have no clock and no randomness at module scope.
  const sandbox = () => {
    created ??= createSandbox({ ...sandboxOptions, acceptedNumbers });
    return created;
  };
  return {
    async handle(request) {
      const url = new URL(request.url);
      const [, given = "", path = ""] = segmentsBelow(url.pathname, basePath) ?? [];
      if (!isSame(digest(given), wanted) || !isServed(path)) return new Response(null, { status: 404 });
      const inner = new Request(new URL(path + url.search, url.origin), request);
      try {
        return await sandbox().fetch(inner, { publicUrl: `${origin ?? url.origin}${basePath}/${token}` });
      } catch (error) {
        if (request.signal.aborted) throw error;
        // A route cannot break a connection, so it responds like a gateway whose connection broke.
        return new Response(null, { status: 502 });
      }
    },
    get control() {
      return sandbox().control;
    },
  };
}

function isOrigin(text: string): boolean {
  try {
    const { protocol, origin } = new URL(text);
    return /^https?:$/.test(protocol) && origin === text;
  } catch {
    return false;
  }
}

function segmentsBelow(pathname: string, basePath: string): RegExpExecArray | null {
  return pathname.startsWith(`${basePath}/`) ? /^\/([^/]*)(\/.*)?$/.exec(pathname.slice(basePath.length)) : null;
}

/** Returns whether a path is served. The inspector and the control routes are not. */
function isServed(path: string): boolean {
  return path.startsWith("/api/") || path.startsWith("/uploads/") || path === "/openapi.json";
}

function digest(text: string): Uint8Array {
  return sha256(new TextEncoder().encode(text));
}

/** Compares digests in constant time. */
function isSame(one: Uint8Array, other: Uint8Array): boolean {
  let difference = 0;
  for (const [index, byte] of one.entries()) difference |= byte ^ (other[index] ?? 0);
  return difference === 0;
}
