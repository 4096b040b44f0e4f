/** Returns the id of the payer that a request names. */
export function payerOf(url: string, body: unknown): string | undefined {
  const { pathname, searchParams } = new URL(url);
  return (
    searchParams.get("payerId") ??
    idIn(body) ??
    /^\/api\/payers\/([^/]+)$/.exec(pathname)?.[1] ??
    undefined
  )?.toLowerCase();
}

function idIn(body: unknown): string | undefined {
  if (typeof body !== "object" || body === null) return undefined;
  const { payer, payerId, paymentIntent } = body as Readonly<Record<string, unknown>>;
  const id = typeof payer === "object" && payer !== null ? (payer as { id?: unknown }).id : payerId;
  // A payment can have a whole new intent in it, which names the payer.
  return typeof id === "string" ? id : idIn(paymentIntent);
}
