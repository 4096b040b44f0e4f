/** This release's version, as the user agent of calls without an end user says it. Kept equal to `package.json` by the release script. */
export const VERSION: string = "0.0.0";
