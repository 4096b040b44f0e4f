import type { EnvironmentOptions } from "@plastiq-connect/core";

/** What the environment variables of a process say. */
export interface EnvironmentVariables {
  /** `PLASTIQ_API_KEY`. */
  readonly apiKey: string | undefined;
  /** `PLASTIQ_ENVIRONMENT` and `PLASTIQ_BASE_URL`. */
  readonly where: EnvironmentOptions;
}

/** Reads `PLASTIQ_API_KEY`, `PLASTIQ_ENVIRONMENT` and `PLASTIQ_BASE_URL`; an empty one counts as not set. */
export function readEnvironmentVariables(
  variables: Readonly<Record<string, string | undefined>>,
): EnvironmentVariables {
  return {
    apiKey: variables.PLASTIQ_API_KEY || undefined,
    where: {
      environment: (variables.PLASTIQ_ENVIRONMENT || undefined) as EnvironmentOptions["environment"],
      baseUrl: variables.PLASTIQ_BASE_URL || undefined,
    },
  };
}
