import { ConnectError, inputInvalid } from "../../error.ts";
import { stopError, within } from "../../http/attempts/abort.ts";

interface ReadLimits {
  /** In milliseconds. */
  readonly timeout: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Reads a file into memory, so that a retry sends the same bytes. If Node's fetch read a file on disk that has changed,
 * an unhandled rejection would end the process.
 *
 * A `Uint8Array` is copied before this function returns, so that the caller can reuse the buffer.
 *
 * @throws ConnectError `input_invalid`, `aborted` or `timed_out`, outcome `not-sent` (it rejects).
 */
export async function readFile(file: unknown, { timeout, signal }: ReadLimits): Promise<Blob> {
  // Not `instanceof Uint8Array`: test runners have their own.
  if (!(file instanceof Blob || ArrayBuffer.isView(file)))
    throw inputInvalid("file must be a Blob, a File or a Uint8Array.", "file");
  const stopped = (code: "aborted" | "timed_out"): ConnectError => {
    const error = stopError(code, "not-sent", "file", timeout);
    const operation = "uploadDocument";
    return new ConnectError({ ...error, message: `${operation}: ${error.message}`, operation });
  };
  if (signal?.aborted) throw stopped("aborted");
  const content = await within(() => contentOf(file), { limit: timeout, signal, stopped });
  if (content.size === 0) throw inputInvalid("file is empty.", "file");
  return content;
}

async function contentOf(file: Blob | ArrayBufferView): Promise<Blob> {
  try {
    if (!(file instanceof Blob)) return new Blob([file as ArrayBufferView<ArrayBuffer>]);
    // React Native and older versions of jsdom do not have this method. Subclasses of `File` can read lazily in it.
    return file.arrayBuffer ? new Blob([await file.arrayBuffer()]) : file;
  } catch {
    // Some runtimes also refuse shared memory.
    throw inputInvalid("file could not be read: it may have changed on disk, or be too large.", "file");
  }
}
