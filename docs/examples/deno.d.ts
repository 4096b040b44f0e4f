// The part of Deno that the examples use. Deno's own types conflict with those of the DOM.
declare const Deno: {
  serve(
    handler: (
      request: Request,
      info: { readonly remoteAddr: { readonly transport: "tcp"; readonly hostname: string; readonly port: number } },
    ) => Response | Promise<Response>,
  ): { shutdown(): Promise<void> };
  readonly env: { get(name: string): string | undefined };
  addSignalListener(signal: "SIGTERM", listener: () => void): void;
  openKv(): Promise<import("@plastiq-connect/deno").ClaimKv>;
};
