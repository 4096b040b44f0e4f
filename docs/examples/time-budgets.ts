// #region budgets
import { type ClientSecret, createClient } from "@plastiq-connect/node";

const connect = createClient({ deadline: 10_000, timeout: 4_000 });

export function mintInAHurry(payerId: string): Promise<ClientSecret> {
  return connect.clientSecrets.create({ payer: { id: payerId } }, { endUser: "none", deadline: 2_000, retries: 0 });
}
// #endregion budgets

// #region hooks
const watched = createClient({
  hooks: {
    onResponse: ({ operation, status, duration, traceId }) => console.log(operation, status, duration, traceId),
    onRetry: ({ operation, attempt, delay, error }) => console.log(operation, attempt, delay, error.code),
  },
});
// #endregion hooks

export function mintWatched(payerId: string): Promise<ClientSecret> {
  return watched.clientSecrets.create({ payer: { id: payerId } }, { endUser: "none" });
}
