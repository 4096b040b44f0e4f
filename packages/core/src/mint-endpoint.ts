export {
  type Authorization,
  createMintEndpoint,
  type MintContext,
  type MintEndpoint,
  type MintEndpointOptions,
  type MintEvent,
  type MintInvocation,
  type RateLimitVerdict,
} from "./mint-endpoint/create-mint-endpoint.ts";
export { PROBLEM_TYPE, type ProblemName } from "./mint-endpoint/problem.ts";
