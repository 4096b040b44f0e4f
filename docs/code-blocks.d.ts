// What the code blocks of pages and READMEs leave to the reader.

/** The payer of who is signed in. */
declare function payerOfSession(request: Request): Promise<string>;

declare const id: string;
declare const endUser: import("@plastiq-connect/core").EndUser;
declare const env: import("@plastiq-connect/cloudflare").Bindings;
declare const sandbox: import("@plastiq-connect/sandbox").Sandbox;
