declare module "cloudflare:workers" {
  import type { Bindings } from "@plastiq-connect/cloudflare";

  /** What `wrangler.jsonc` and the Worker's secrets bind, as far as this app reads it. */
  export const env: Bindings & { readonly ALLOWED_ORIGINS?: string };
}
