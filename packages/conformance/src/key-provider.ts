import type { ApiKey } from "@plastiq-connect/core";
import type { ClientSetup } from "./case.ts";

/** Returns the API key of a case: a string, or a function that returns several or throws. */
export function apiKeyOf(setup: ClientSetup | undefined, usual: string): ApiKey {
  const { apiKey, apiKeys, apiKeyDelay = 0, apiKeyFailure } = setup ?? {};
  if (apiKeyFailure !== undefined) {
    return () => {
      throw new Error(apiKeyFailure);
    };
  }
  if (!apiKeys) return apiKey ?? usual;
  let asked = 0;
  return async () => {
    if (apiKeyDelay > 0) await new Promise((waited) => setTimeout(waited, apiKeyDelay));
    return apiKeys[Math.min(asked++, apiKeys.length - 1)] ?? "";
  };
}
