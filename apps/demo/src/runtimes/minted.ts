import type { Client } from "@plastiq-connect/node";

/** The facts that one runtime reports about the secret that it minted. */
export interface Minted {
  readonly version: string;
  /** As this runtime prints it. */
  readonly secret: string;
  readonly traceId: string;
  /** How long the call took, connection and all, in milliseconds. */
  readonly ms: number;
}

/** Mints once. */
export async function mintOnce(client: Client, payer: string, version: string): Promise<Minted> {
  const startedAt = performance.now();
  const endUser = { userAgent: `a browser in front of ${version}` };
  const secret = await client.clientSecrets.create({ payer: { id: payer } }, { endUser });
  return { version, secret: `${secret}`, traceId: secret.traceId, ms: performance.now() - startedAt };
}
