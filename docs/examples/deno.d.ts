// What of Deno the examples use. Its own types cannot be had beside those of the DOM.
declare const Deno: {
  serve(
    handler: (
      request: Request,
      info: { readonly remoteAddr: { readonly transport: "tcp"; readonly hostname: string; readonly port: number } },
    ) => Response | Promise<Response>,
  ): unknown;
};
