/**
 * The fields of a response that this release knows, for the `onDrift` hook. `ANY` accepts every value; a list holds the
 * known values of an open enum; a nested model describes an object or each item of an array.
 */
export interface Model {
  readonly [field: string]: typeof ANY | readonly string[] | Model;
}

/** Marks a field whose value is not compared. */
export const ANY = 0;
