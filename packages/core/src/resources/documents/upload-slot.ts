import { INSPECT, REDACTED } from "../../redact.ts";

/** Arguments of the {@link UploadSlot} constructor. */
export interface UploadSlotFacts {
  /** The URL that the form is sent to. */
  readonly url: string;
  /** The fields of the form, in their order. */
  readonly fields: Readonly<Record<string, string>>;
  /** The name of the file. */
  readonly filename: string;
  /** The MIME type of the file. */
  readonly contentType: string;
}

/** An upload slot for one file. Its fields are a credential: it prints `[redacted]` everywhere, also in debuggers. */
export class UploadSlot {
  /** The URL that the form is sent to. */
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
    // Getters over a closure, so that no property contains a value.
    for (const name of ["url", "fields", "filename", "contentType"] as const) {
      Object.defineProperty(this, name, { get: () => facts[name] });
    }
    Object.getPrototypeOf(this)[INSPECT] ??= this.toString;
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
