/**
 * Reads a body of at most `most` bytes. Resolves with undefined when it is longer.
 *
 * Of a longer one, as much again is read and forgotten: some runtimes reset the connection of a sender that still sends,
 * so that the response is lost.
 */
export async function readBody(request: Request, most: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (Number(request.headers.get("content-length") ?? 0) > 2 * most) return undefined;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.length;
    if (size > 2 * most) return undefined;
    if (size > most) chunks.length = 0;
    else chunks.push(chunk);
  }
  if (size > most) return undefined;
  const body = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.length;
  }
  return body;
}
