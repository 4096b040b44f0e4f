type Decoder = (body: Uint8Array, options: { readonly maxOutputLength: number }) => Promise<Uint8Array>;

// Loaded with the first compressed response, because importing these takes milliseconds at start-up.
async function loadDecoders(): Promise<Readonly<Record<string, Decoder>>> {
  const [{ promisify }, { brotliDecompress, gunzip, inflate, inflateRaw, zstdDecompress }] = await Promise.all([
    import("node:util"),
    import("node:zlib"),
  ]);
  return {
    gzip: promisify(gunzip) as Decoder,
    "x-gzip": promisify(gunzip) as Decoder,
    br: promisify(brotliDecompress) as Decoder,
    // Node has it from 22.15 on.
    ...(zstdDecompress && { zstd: promisify(zstdDecompress) as Decoder }),
    // Some servers omit the zlib header, whose first byte ends with the bits 1000. A raw stream practically never begins so.
    deflate: (body, options) => promisify((body[0] ?? 0) % 16 === 8 ? inflate : inflateRaw)(body, options),
  };
}

/**
 * Decodes a body by its `Content-Encoding`, up to `limit` bytes. For a longer body, the result is also longer than `limit`.
 * A body that cannot be decoded is returned unchanged: it may be plain JSON, or the caller reports that it is not.
 */
export async function decodeBody(body: Uint8Array, encoding: string, limit: number): Promise<Uint8Array> {
  const decoders = await loadDecoders();
  let decoded = body;
  for (const name of encoding.toLowerCase().split(",").reverse()) {
    const decode = decoders[name.trim()];
    if (!decode) continue;
    try {
      decoded = await decode(decoded, { maxOutputLength: limit });
    } catch (error) {
      const tooLong = (error as { code?: unknown }).code === "ERR_BUFFER_TOO_LARGE";
      // One extra byte is enough for the reader to reject the body.
      return tooLong ? new Uint8Array(limit + 1) : decoded;
    }
  }
  return decoded;
}
