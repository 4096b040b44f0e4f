import { knownPayer, type SandboxOperation } from "../operation.ts";

/**
 * Retrieves a payer.
 * @see https://docs.developer.plastiq.com/docs/payers-overview
 */
export const retrievePayer: SandboxOperation = {
  name: "retrievePayer",
  method: "GET",
  path: "/api/payers/:id",
  browser: false,
  carryOut: (call, world) => knownPayer(world, call.params.id ?? ""),
};
