/** Settings that a target starts with. */
export interface Settings {
  /** The sandbox. */
  readonly baseUrl: string;
  /** A vendor with hostile responses, or none. */
  readonly hostileUrl: string;
  /** A vendor that is down: connections are refused. */
  readonly refusedUrl: string;
  readonly attackerPayerId: string;
}

/** The variable, or the binding, that the settings are in, as JSON. */
export const SETTINGS = "ABUSE_SETTINGS";
