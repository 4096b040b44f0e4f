import { ConnectError } from "@plastiq-connect/core";

/** A Durable Object namespace with `ClaimObject`. The platform's `DurableObjectNamespace` is compatible. */
export interface ClaimNamespace {
  /** Returns the id of the object with this name. */
  // biome-ignore lint/suspicious/noExplicitAny: the platform's types must not be part of this package's
  idFromName(name: string): any;
  /** Returns the object with this id. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  get(id: any): { fetch(url: string, init: { method: string; body: string }): Promise<{ json(): Promise<unknown> }> };
}

/**
 * Sends one step to the Durable Object with this name, and returns its result.
 *
 * @param store The store, for the message.
 * @throws ConnectError `configuration_invalid` (it rejects) when the Worker has no such binding.
 */
export async function askObject(
  store: "claim store" | "journal",
  namespace: ClaimNamespace,
  name: string,
  step: object,
): Promise<unknown> {
  if (!namespace) {
    throw new ConnectError({
      code: "configuration_invalid",
      // Before a deployment lost the binding, an earlier call may have sent the payment.
      outcome: "unknown",
      next: "fix-configuration",
      message: `The Durable Object namespace of the ${store} is missing: bind it in the Worker's configuration.`,
    });
  }
  const object = namespace.get(namespace.idFromName(name));
  const response = await object.fetch("https://object.invalid/", { method: "POST", body: JSON.stringify(step) });
  return await response.json();
}
