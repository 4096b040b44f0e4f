import { fetchClientSecret } from "@plastiq-connect/browser";
import type { Minted } from "./minted.ts";

/** A page cannot mint: it asks its own server to, which here is the demo. */
async function fetchOnce(version: string): Promise<Minted> {
  const startedAt = performance.now();
  const secret = await fetchClientSecret({ endpoint: "/client-secret" });
  return { version, secret: `${secret}`, traceId: secret.traceId, ms: performance.now() - startedAt };
}

Object.assign(globalThis, { fetchOnce });
