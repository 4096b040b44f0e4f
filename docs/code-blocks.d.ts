// Declares what the code blocks of pages and READMEs leave to the reader.

/** Returns the payer of the signed-in user. */
declare function payerOfSession(request: Request): Promise<string>;

declare const connect: import("@plastiq-connect/node").NodeClient;
declare const id: string;
declare const payerId: string;
declare const paymentId: string;
declare const endUser: import("@plastiq-connect/core").EndUser;
declare const env: import("@plastiq-connect/cloudflare").Bindings;
declare const sandbox: import("@plastiq-connect/sandbox").Sandbox;

// Clients of databases and frameworks that a page does not choose.
declare const app: { post(path: string, handler: import("@plastiq-connect/node").NodeHandler): void };
declare const redis: { call(name: string, ...args: string[]): Promise<unknown> };
declare const nodeRedis: { sendCommand(command: string[]): Promise<unknown> };
declare const pool: { query(text: string, values: unknown[]): Promise<{ rows: Record<string, unknown>[] }> };
declare const queue: { add(name: string, data: unknown): Promise<unknown> };

/** Yours: whose payment it is, and what follows from its status. */
declare function payerOfPayment(id: string): Promise<string>;
declare function updateOrder(paymentId: string, status: string | undefined): Promise<void>;

// The part of msw that the page of tests shows. The sandbox's own tests run it.
declare module "msw/node" {
  export function setupServer(...handlers: ReturnType<typeof import("@plastiq-connect/sandbox/msw").sandboxHandlers>): {
    listen(): void;
  };
}
