import { createClient } from "@plastiq-connect/node";

export const connect = createClient({
  hooks: {
    onResponse: ({ operation, status, duration, traceId }) => console.log(operation, status, duration, traceId),
    onRetry: ({ operation, attempt, delay, error }) => console.log(operation, attempt, delay, error.code),
  },
});
