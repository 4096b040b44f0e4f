import { existsSync } from "node:fs";

// Debian's package is `firefox-esr`. Firefox comes in no npm package.
const INSTALLED = [
  "/usr/bin/firefox-esr",
  "/usr/bin/firefox",
  "/Applications/Firefox.app/Contents/MacOS/firefox",
  "C:\\Program Files\\Mozilla Firefox\\firefox.exe",
];

/**
 * Returns the path of a Firefox to test in: `FIREFOX_PATH`, or an installed one. Undefined where there is none.
 *
 * @throws Error in CI, where a test in Firefox must not be skipped.
 */
export function firefoxPath(): string | undefined {
  const path = process.env.FIREFOX_PATH || INSTALLED.find((path) => existsSync(path));
  if (!path && process.env.CI) throw new Error("There is no Firefox here: apt-get install firefox-esr.");
  return path;
}
