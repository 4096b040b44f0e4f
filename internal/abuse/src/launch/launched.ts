/** A target that runs. */
export interface Launched {
  readonly port: number;
  /** All that it has logged so far. */
  log(): string;
  close(): Promise<void>;
}
