const PAYERS: ReadonlyMap<string, string> = new Map([["session-of-jen", "3f2c9a54-7d1e-4b86-9c0a-5e8d1f7b2a63"]]);

/** Returns the payer of the signed-in user. Use your own sessions instead: nothing else may name a payer. */
export async function authorize({ headers }: Request): Promise<{ payerId: string } | { refused: "unauthenticated" }> {
  const [, session = ""] = /(?:^|;\s*)session=([^;\s]+)/.exec(headers.get("cookie") ?? "") ?? [];
  const payerId = PAYERS.get(session);
  return payerId === undefined ? { refused: "unauthenticated" } : { payerId };
}
