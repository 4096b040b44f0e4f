import { type Account, createAccount } from "./account.ts";
import type { InitialKey } from "./api-keys.ts";
import type { Clock } from "./clock.ts";

/** The default account of API keys. */
const MAIN_ACCOUNT = "main";

/** The accounts of one world. They are isolated from each other. */
export interface Accounts {
  /** The account under which calls without a known bearer token are shown. */
  readonly main: Account;
  all(): readonly Account[];
  find(name: string): Account | undefined;
  /** Returns the account in which this API key is active, and the key's label. */
  ofKey(key: string): { readonly account: Account; readonly label: string } | undefined;
  reset(): void;
}

/** Creates an account for every name among the keys, and the main account. */
export function createAccounts(keys: readonly (InitialKey & { account?: string })[], clock: Clock): Accounts {
  const nameOf = ({ account }: { account?: string }) => account ?? MAIN_ACCOUNT;
  const names = new Set([MAIN_ACCOUNT, ...keys.map(nameOf)]);
  const accounts = new Map(
    [...names].map((name) => [
      name,
      createAccount(
        name,
        keys.filter((key) => nameOf(key) === name),
        clock,
      ),
    ]),
  );
  const main = accounts.get(MAIN_ACCOUNT) as Account;
  if (new Set(keys.map(({ key }) => key)).size < keys.length) {
    throw new Error("Two accounts share an API key. Give each account different keys.");
  }
  return {
    main,
    all: () => [...accounts.values()],
    find: (name) => accounts.get(name),
    ofKey(key) {
      for (const account of accounts.values()) {
        const label = account.apiKeys.labelOf(key);
        if (label !== undefined) return { account, label };
      }
      return undefined;
    },
    reset() {
      for (const account of accounts.values()) account.reset();
    },
  };
}
