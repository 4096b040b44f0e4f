import type { ApiKey } from "@plastiq-connect/core";
import type { ClientSetup } from "./case.ts";

/** The API key that a case asks for: a text, or a function that gives several or fails. */
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
