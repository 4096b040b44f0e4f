import type { Hono } from "hono";
import type { Assets } from "sandbox-inspector/build-assets";
import type { RequestInfo } from "./exchange.ts";

const SCRIPT_PATH = "/inspector.js";
const STYLE_PATH = "/inspector.css";

const pages: Readonly<Record<string, { readonly type: string; readonly asset: keyof Assets }>> = {
  "/": { type: "text/html; charset=utf-8", asset: "html" },
  [STYLE_PATH]: { type: "text/css; charset=utf-8", asset: "css" },
  [SCRIPT_PATH]: { type: "text/javascript; charset=utf-8", asset: "script" },
};

/** Paths that a browser requests on its own. The caller did not ask for them, so they are not logged. */
const browserPaths = ["/favicon.ico", "/.well-known/appspecific/com.chrome.devtools.json"];

/** Nothing but the page's own files runs, and nothing of it can be framed, posted elsewhere or written as markup. */
const pageHeaders: Readonly<Record<string, string>> = {
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src data:",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; "),
  "x-content-type-options": "nosniff",
  "cross-origin-resource-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
};

/** Returns whether a path belongs to the inspector's page. */
export function isPagePath(pathname: string): boolean {
  return Object.hasOwn(pages, pathname);
}

/** Adds the inspector's page to the routes of a sandbox. Its requests are not logged, and faults do not affect them. */
export function addPageRoutes(app: Hono<{ Bindings: RequestInfo }>): void {
  for (const [path, { type, asset }] of Object.entries(pages)) {
    app.get(path, async (c) => {
      // Loaded only when the page is opened.
      const { assets } = await import("sandbox-inspector/assets");
      return c.body((await assets)[asset], 200, { ...pageHeaders, "content-type": type });
    });
  }
  app.get("/openapi.json", async (c) => {
    const { openApiDocument } = await import("../openapi/document.ts");
    const baseUrl = `${c.env.publicUrl ?? new URL(c.req.url).origin}/api`;
    return c.json(openApiDocument(baseUrl), 200, { "cache-control": "no-store" });
  });
  for (const path of browserPaths) app.get(path, (c) => c.body(null, 404, pageHeaders));
  // The page asks for these wherever it is served.
  app.all("/control/*", (c) => c.json({ error: "Only a sandbox that runs as a server has control routes." }, 404));
}
