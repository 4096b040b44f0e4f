import { HttpResponse, http, type RequestHandler } from "msw";
import type { Sandbox } from "../sandbox.ts";
import { LOCAL_API_KEY, LOCAL_PAYER_ID } from "../settings.ts";

/** Options for `mintHandler`. */
export interface MintHandlerOptions {
  /** The address of your mint endpoint: a path of the page, or a URL. Default: `/client-secret`. */
  readonly endpoint?: string;
  /** The signed-in user's payer. Default: `LOCAL_PAYER_ID`. */
  readonly payerId?: string;
  /** The sandbox's API key. Default: `LOCAL_API_KEY`. */
  readonly apiKey?: string;
}

/** The lifetime of a client secret, in milliseconds. */
const EXPIRES_IN = 60_000;

/**
 * Returns a handler for msw that replaces the mint endpoint of your server: it mints a client secret of a sandbox.
 * A page cannot mint by itself, because not every browser lets scripts set `User-Agent`.
 *
 * @example
 * ```ts
 * import { createSandbox } from "@plastiq-connect/sandbox";
 * import { mintHandler, sandboxHandlers } from "@plastiq-connect/sandbox/msw";
 * import { setupServer } from "msw/node"; // in a page: setupWorker of "msw/browser"
 *
 * const sandbox = createSandbox();
 * const server = setupServer(mintHandler(sandbox), ...sandboxHandlers(sandbox));
 * ```
 */
export function mintHandler(
  sandbox: Pick<Sandbox, "fetch">,
  { endpoint = "/client-secret", payerId = LOCAL_PAYER_ID, apiKey = LOCAL_API_KEY }: MintHandlerOptions = {},
): RequestHandler {
  return http.post(endpoint, async () => {
    const response = await sandbox.fetch(mintRequest(payerId, apiKey)).catch(() => undefined);
    if (!response?.ok) {
      const type = "urn:plastiq-connect:mint:upstream-refused";
      return HttpResponse.json({ type, title: "The sandbox refused to mint.", status: 502 }, { status: 502 });
    }
    const traceId = response.headers.get("trace-id") ?? "";
    const { clientSecret } = (await response.json()) as { clientSecret: string };
    return HttpResponse.json({ clientSecret, expiresIn: EXPIRES_IN, traceId }, { headers: { "trace-id": traceId } });
  });
}

function mintRequest(payerId: string, apiKey: string): Request {
  const body = JSON.stringify({ payer: { id: payerId }, type: "CARD" });
  const request = new Request("https://sandbox.test/api/client-secrets", { method: "POST", body });
  const headers = new Headers({
    authorization: `Bearer ${apiKey}`,
    "content-type": "application/json",
    "user-agent": globalThis.navigator?.userAgent ?? "msw",
  });
  // The headers of a page's own request would drop User-Agent.
  return Object.defineProperty(request, "headers", { value: headers });
}
