declare module "cloudflare:workers" {
  import type { Bindings } from "@plastiq-connect/cloudflare";

  /** The bindings of `wrangler.jsonc` and the Worker's secrets that this app reads. */
  export const env: Bindings & {
    readonly ALLOWED_ORIGINS?: string;
    readonly WEBHOOK_SECRET?: string;
    readonly RECONCILE_SECONDS?: string;
    readonly INVOICES: {
      idFromName(name: string): unknown;
      get(id: unknown): { fetch(request: Request): Promise<Response> };
    };
  };
}
