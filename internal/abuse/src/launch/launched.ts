/** A running target. */
export interface Launched {
  readonly port: number;
  /** Returns its log so far. */
  log(): string;
  close(): Promise<void>;
}
