import { ConnectError, type Fetch } from "@plastiq-connect/core";
import { isNotCapable } from "./not-capable.ts";

/**
 * Returns a fetch that reports a missing permission as an error that names the flag. Deno checks the permission before
 * it connects, so nothing was sent, and the call is not retried.
 *
 * The permission is not checked beforehand, because the user may grant it in the terminal during the call.
 */
export function netPermissionFetch(fetch: Fetch): Fetch {
  return (url, init) => {
    const explain = (error: unknown): never => {
      const { host } = new URL(url);
      // A fetch of the options may lack another permission after it has sent the request.
      if (!isNotCapable(error) || !(error as Error).message.includes(`"${host.replace(/\.(?=:|$)/, "")}`)) throw error;
      throw new ConnectError({
        code: "configuration_invalid",
        outcome: "not-sent",
        message: `Deno may not connect to the API: run with --allow-net=${host}`,
        traceId: init.headers["trace-id"],
      });
    };
    try {
      const response = fetch(url, init);
      // An async function would cost more than the rest of a call. A test double may return no promise.
      return typeof response?.catch === "function" ? response.catch(explain) : response;
    } catch (error) {
      return explain(error);
    }
  };
}
