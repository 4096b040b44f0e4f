import type { MiddlewareHandler } from "hono";
import { problem } from "./problem.ts";

const SITES = ["same-origin", "same-site", "cross-site"];
const MODES = ["cors", "same-origin"];

/**
 * Admits the scripts of pages of exactly these origins, by the same rules as the mint endpoint: a cookie alone lets
 * nobody in. Only a GET of the page's own origin has no `Origin` header.
 */
export function pageGuard(allowedOrigins: readonly string[]): MiddlewareHandler {
  const allowed = new Set(allowedOrigins);
  return async (context, next) => {
    const { method } = context.req;
    const origin = context.req.header("origin");
    // Only the browser can set these headers. Old browsers omit them.
    const site = context.req.header("sec-fetch-site") ?? "same-origin";
    const mode = context.req.header("sec-fetch-mode") ?? "cors";
    const isOwnRead = origin === undefined && method === "GET" && site === "same-origin";
    const isAdmitted = isOwnRead || (origin !== undefined && allowed.has(origin) && SITES.includes(site));
    if (!isAdmitted || !MODES.includes(mode)) return problem("origin-refused");
    if (method === "OPTIONS") context.res = new Response(null, { status: 204 });
    else await next();
    const { headers } = context.res;
    headers.set("cache-control", "no-store");
    headers.set("vary", "Origin");
    headers.set("x-content-type-options", "nosniff");
    if (origin !== undefined) {
      headers.set("access-control-allow-origin", origin);
      headers.set("access-control-allow-credentials", "true");
    }
    if (method !== "OPTIONS") return undefined;
    headers.set("access-control-allow-methods", "GET, POST");
    headers.set("access-control-allow-headers", "authorization, content-type, end-user-device-id");
    headers.set("access-control-max-age", "600");
    return undefined;
  };
}
