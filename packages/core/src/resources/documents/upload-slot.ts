import { REDACTED } from "../../redact.ts";

const INSPECT = [Symbol.for("nodejs.util.inspect.custom"), Symbol.for("Deno.customInspect")];

/** The facts of an {@link UploadSlot}. */
export interface UploadSlotFacts {
  /** The address that the form is sent to. */
  readonly url: string;
  /** The fields of the form, in their order. */
  readonly fields: Readonly<Record<string, string>>;
  /** The name of the file. */
  readonly filename: string;
  /** The MIME type of the file. */
  readonly contentType: string;
}

/**
 * A place to upload one file to. Its fields are the right to do so: it prints `[redacted]` everywhere, and shows nothing
 * to debuggers.
 */
export class UploadSlot {
  /** The address that the form is sent to. */
  declare readonly url: string;
  /** The fields of the form, in their order. Each is sent unchanged, before the file. */
  declare readonly fields: Readonly<Record<string, string>>;
  /** The name of the file. */
  declare readonly filename: string;
  /** The MIME type of the file. */
  declare readonly contentType: string;
  /** The trace id of the call that created it. */
  readonly traceId: string;

  constructor(facts: UploadSlotFacts, traceId: string) {
    this.traceId = traceId;
    // Getters over a closure: no property holds a value.
    for (const name of ["url", "fields", "filename", "contentType"] as const) {
      Object.defineProperty(this, name, { get: () => facts[name] });
    }
    const prototype = Object.getPrototypeOf(this);
    for (const symbol of INSPECT) prototype[symbol] ??= this.toString;
  }

  /** Always `[redacted]`. */
  toString(): string {
    return REDACTED;
  }

  /** Always `[redacted]`, so that `JSON.stringify` reveals nothing either. */
  toJSON(): string {
    return REDACTED;
  }
}
