/** Session tokens and the payers behind them, for the demo. A real application has a store of its own. */
const PAYERS: ReadonlyMap<string, string> = new Map([
  ["demo-session-of-jen", "3f2c9a54-7d1e-4b86-9c0a-5e8d1f7b2a63"],
  ["demo-session-of-sam", "b3d7a1c2-58e4-4f09-8b6d-2c9e4a7f1053"],
]);

/** The payer whose session the cookie or the bearer token names. It never comes from anything else in the request. */
export function payerOfSession(headers: Headers): string | undefined {
  const [, bearer] = /^Bearer (\S+)$/i.exec(headers.get("authorization") ?? "") ?? [];
  const [, cookie] = /(?:^|;\s*)session=([^;\s]+)/.exec(headers.get("cookie") ?? "") ?? [];
  return PAYERS.get(bearer ?? cookie ?? "");
}
