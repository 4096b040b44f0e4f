/** Runs one SQL statement with its parameters, and resolves with the rows. */
export type QueryPostgres = (
  text: string,
  values: readonly (string | number)[],
) => Promise<readonly Readonly<Record<string, unknown>>[]>;
