import { endUserFrom } from "../end-user/end-user.ts";
import type { Inbound } from "../end-user/inbound.ts";
import { ConnectError, checkOptions, configurationInvalid } from "../error.ts";
import { createReporter } from "../http/hooks/reporter.ts";
import type { Outcome } from "../outcome.ts";
import { isHost } from "../schema/host.ts";
import { type Claim, claimEvent } from "./claim.ts";
import type { ClaimStore } from "./claim-store.ts";
import type { UnknownMessage, WebhookContext, WebhookEndpointOptions } from "./options.ts";
import { readEventBody } from "./read-event-body.ts";
import { secretCheck, type WebhookSecret, webhookSecrets } from "./secret.ts";
import { isSubscriptionMessage, parseWebhookEvent, type WebhookEvent } from "./webhook-event.ts";

/** The values that a runtime passes with a request. */
export interface WebhookInvocation<Native> {
  /** The result of the runtime's `readInbound`. */
  readonly inbound: Inbound;
  /** Passed to your functions in their context. */
  readonly native: Native;
  /** Keeps work alive after the response, if the runtime requires it. */
  readonly waitUntil?: ((work: Promise<unknown>) => void) | undefined;
}

/** Responds to one request. It never throws. */
export type WebhookEndpoint<Native> = (request: Request, invocation: WebhookInvocation<Native>) => Promise<Response>;

/**
 * Creates the HTTP endpoint on your own server that receives the vendor's events, over web-standard requests.
 *
 * | response | meaning |
 * | --- | --- |
 * | 200 | handled, now or before |
 * | 503 | not handled: another instance is handling it, the handler failed or timed out, or the store is unavailable. Deliver again |
 * | 400 | not an event, or a `Host` that is not valid |
 * | 403, 404 | an address that is not in `addresses`; a wrong secret |
 * | 405, 408, 413 | not POST; a body that does not arrive in time; a body over 64 KiB |
 *
 * A handler that times out keeps running and keeps its claim. A delivery after it has finished gets 200.
 *
 * @throws ConnectError `configuration_invalid`, naming the option.
 * @see https://docs.developer.plastiq.com/docs/webhooks
 * @example
 * ```ts
 * import { inboundOf } from "@plastiq-connect/core";
 * import { type ClaimStore, createWebhookEndpoint } from "@plastiq-connect/core/webhooks";
 *
 * declare const queue: { add(name: string, data: unknown): Promise<unknown> }; // yours
 *
 * export function handlerOf(secret: string, store: ClaimStore): (request: Request) => Promise<Response> {
 *   const endpoint = createWebhookEndpoint({
 *     secret,
 *     store,
 *     onEvent: (event) => queue.add(event.event, event.data),
 *   });
 *   return (request) => endpoint(request, { inbound: inboundOf(request), native: undefined });
 * }
 * ```
 */
export function createWebhookEndpoint<Native = undefined>(
  options: WebhookEndpointOptions<Native>,
): WebhookEndpoint<Native> {
  checkOptions(options);
  const { secret, trustedHops, timeout = 4_000, onError } = options;
  // Builds import the endpoint without settings: a secret that is not set fails each delivery instead.
  const isSet = [secret].flat().some(Boolean);
  const secretsOf = perRequest(isSet ? secret : () => secret as WebhookSecret, webhookSecrets);
  const holdsSecret = secretCheck();
  const storeOf = perRequest(options.store, checkedStore);
  const tooSlow = (name: "secret" | "store", outcome: Outcome): ConnectError =>
    new ConnectError({ code: "timed_out", outcome, message: `The ${name} took over ${timeout} ms.` });
  const addresses = canonicalAddresses(options.addresses);
  if (typeof options.onEvent !== "function") throw configurationInvalid("onEvent must be a function.");
  if (!(timeout >= 1 && timeout <= 60_000)) throw configurationInvalid("timeout must be a number from 1 to 60000.");
  // Throws now instead of at the first request.
  endUserFrom({ header: () => undefined, peer: undefined }, { trustedHops });

  return async function webhookEndpoint(request, { inbound, native, waitUntil }) {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<typeof LATE>((resolve) => {
      timer = setTimeout(() => resolve(LATE), timeout);
    });
    let context: WebhookContext<Native>;
    const { keep, report, callHook } = createReporter({ about: "webhook endpoint", onError, waitUntil });
    try {
      return responseOf(await statusOf());
    } catch (error) {
      report(error);
      return responseOf(503);
    } finally {
      clearTimeout(timer);
    }

    async function statusOf(): Promise<Status> {
      if (!isHost(request.headers.get("host") ?? "absent")) return 400;
      context = { ip: endUserFrom(inbound, { trustedHops }).ip, native };
      const secrets = await Promise.race([secretsOf(native), late]);
      if (secrets === LATE) throw tooSlow("secret", "not-sent");
      if (!(await holdsSecret(new URL(request.url).pathname, secrets))) return 404;
      if (request.method !== "POST") return 405;
      if (addresses && !addresses.includes(context.ip ?? "")) return 403;
      const text = await Promise.race([readEventBody(request, late), late]);
      if (text === LATE) return 408;
      if (text === undefined) return 413;
      const event = readEvent(text);
      if (!event) return 400;
      return await handle(event);
    }

    function readEvent(text: string): WebhookEvent | undefined {
      try {
        return parseWebhookEvent(text);
      } catch {
        const kind: UnknownMessage["kind"] = isSubscriptionMessage(text) ? "subscription" : "malformed";
        callHook(() => options.onUnknown?.({ kind, text }, context));
        return undefined;
      }
    }

    async function handle(event: WebhookEvent): Promise<Status> {
      const claiming = (async () => claimEvent(await storeOf(native), event.id, report))();
      const claim = await Promise.race([claiming, late]);
      if (claim === LATE) {
        // This request does not handle the event: a late claim must not block the next delivery.
        keep(claiming.then(async (claim) => typeof claim === "object" && (await claim.release())).catch(report));
        throw tooSlow("store", "unknown");
      }
      if (claim === "done") return 200;
      if (claim === "busy") return 503;
      const handling = runHandler(event, claim);
      keep(handling);
      const status = await Promise.race([handling, late]);
      return status === LATE ? 503 : status;
    }

    async function runHandler(event: WebhookEvent, claim: Claim): Promise<Status> {
      try {
        await options.onEvent(event, context);
      } catch (error) {
        report(error);
        await claim.release().catch(report);
        return 503;
      }
      try {
        await claim.done();
        return 200;
      } catch (error) {
        // It was handled, but not recorded. The next delivery handles it again.
        report(error);
        return 503;
      }
    }
  };
}

type Status = 200 | 400 | 403 | 404 | 405 | 408 | 413 | 503;

const LATE: unique symbol = Symbol("late");

function responseOf(status: Status): Response {
  const headers: Record<string, string> = { "cache-control": "no-store" };
  if (status === 405) headers.allow = "POST";
  return new Response(null, { status, headers });
}

/** Checks a setting immediately, or for each request when it is a function. */
function perRequest<Native, Setting, Checked>(
  setting: Setting | ((native: Native) => Setting | Promise<Setting>),
  check: (setting: Setting) => Checked,
): (native: Native) => Checked | Promise<Checked> {
  if (typeof setting === "function") {
    return async (native) => check(await (setting as (native: Native) => Setting | Promise<Setting>)(native));
  }
  const checked = check(setting);
  return () => checked;
}

function checkedStore(store: ClaimStore): ClaimStore {
  const { claim, renew, done, release } = Object(store) as Partial<ClaimStore>;
  if ([claim, renew, done, release].every((step) => typeof step === "function")) return store;
  throw configurationInvalid("store must be a claim store, such as that of createMemoryClaimStore.");
}

function canonicalAddresses(addresses: readonly string[] | undefined): readonly string[] | undefined {
  if (addresses === undefined) return undefined;
  if (!Array.isArray(addresses)) throw configurationInvalid("addresses must be an array of IP addresses.");
  return addresses.map((address: unknown) => {
    const peer = typeof address === "string" ? address : undefined;
    const { ip } = endUserFrom({ header: () => undefined, peer });
    if (ip !== undefined) return ip;
    throw configurationInvalid("addresses must be single IP addresses, without ranges or zones.");
  });
}
