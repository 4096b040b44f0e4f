declare module "cloudflare:workers" {
  import type { Bindings } from "@plastiq-connect/cloudflare";

  /** What `wrangler.jsonc` and the Worker's secrets bind, as far as this app reads it. */
  export const env: Bindings & {
    readonly ALLOWED_ORIGINS?: string;
    readonly WEBHOOK_SECRET?: string;
    readonly INVOICES: {
      idFromName(name: string): unknown;
      get(id: unknown): { fetch(request: Request): Promise<Response> };
    };
  };
}
