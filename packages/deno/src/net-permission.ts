import { ConnectError, type Fetch } from "@plastiq-connect/core";
import { isNotCapable } from "./not-capable.ts";

/**
 * A fetch whose failure over a missing permission is an error that names the flag. Deno asks before it connects, so
 * that nothing was sent, and nothing is repeated.
 *
 * The permission is not asked for beforehand: in a terminal Deno may grant it during the call.
 */
export function netPermissionFetch(fetch: Fetch): Fetch {
  return (url, init) => {
    const explain = (error: unknown): never => {
      if (!isNotCapable(error)) throw error;
      throw new ConnectError({
        code: "configuration_invalid",
        outcome: "not-sent",
        message: `Deno may not connect to the API: run with --allow-net=${new URL(url).host}`,
        traceId: init.headers["trace-id"],
      });
    };
    try {
      const response = fetch(url, init);
      // An async function around it would cost more than the rest of a call. A test double may return no promise.
      return typeof response?.catch === "function" ? response.catch(explain) : response;
    } catch (error) {
      return explain(error);
    }
  };
}
