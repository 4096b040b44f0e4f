/**
 * The HTTP endpoint on your own server that mints client secrets for your pages.
 *
 * @module
 */
export type { MintContext } from "./context.ts";
export { createMintEndpoint, type MintEndpoint, type MintInvocation } from "./create-mint-endpoint.ts";
export type { Authorization, MintEndpointOptions, MintEvent } from "./options.ts";
export { PROBLEM_TYPE, type ProblemName } from "./problem.ts";
export type { RateLimit, RateLimiter, RateLimitVerdict } from "./rate-limit.ts";
