export { createMintEndpoint, type MintEndpoint, type MintInvocation } from "./mint-endpoint/create-mint-endpoint.ts";
export type { Authorization, MintContext, MintEndpointOptions, MintEvent } from "./mint-endpoint/options.ts";
export { PROBLEM_TYPE, type ProblemName } from "./mint-endpoint/problem.ts";
export type { RateLimit, RateLimiter, RateLimitVerdict } from "./mint-endpoint/rate-limit.ts";
