/**
 * The version of this release, used in the user agent of calls without an end user. The release script keeps it equal
 * to `package.json`.
 */
export const VERSION: string = "0.0.0";
