import { parseArgs } from "node:util";
import { baseUrlOf } from "@plastiq-connect/node";
import colors from "picocolors";
import { tellFailure, tellStory } from "./story.ts";
import { tellVendorStory } from "./vendor-story.ts";

const HELP = `npm run demo                        against the local sandbox on this machine
PLASTIQ_API_KEY=… npm run demo      against the vendor's sandbox
PLASTIQ_API_KEY=… npm run demo -- --production --payer <uuid>
                                    against production: mints one secret, creates nothing`;

const { values: flags } = parseArgs({
  options: { production: { type: "boolean", default: false }, payer: { type: "string" }, help: { type: "boolean" } },
});

/** Why this run must not start; undefined when it may. */
function obstacle(): string | undefined {
  const { PLASTIQ_API_KEY: key, PLASTIQ_ENVIRONMENT: environment, PLASTIQ_BASE_URL: baseUrl } = process.env;
  if (!key) return flags.production ? "--production needs PLASTIQ_API_KEY." : undefined;
  const meant = environment === "production" || hostOf(baseUrl) === hostOf(baseUrlOf({ environment: "production" }));
  if (meant && !flags.production) return "The environment variables select production: confirm with --production.";
  if (flags.production && !flags.payer) return "--production needs --payer: nothing is created in production.";
  return undefined;
}

function hostOf(url = ""): string | undefined {
  // The name server makes no difference of a dot at the end.
  return URL.canParse(url) ? new URL(url).hostname.replace(/\.$/, "") : undefined;
}

const stop = obstacle();
if (flags.help || stop) {
  console.log(stop ? `${stop}\n\n${HELP}` : HELP);
  process.exit(stop ? 2 : 0);
}

// `npm run demo | head` stops reading. No step has failed then.
process.stdout.on("error", ({ code }: NodeJS.ErrnoException) => process.exit(code === "EPIPE" ? 0 : 1));

const story = tellStory();
try {
  if (process.env.PLASTIQ_API_KEY) await tellVendorStory(story, { production: flags.production, payer: flags.payer });
  else {
    // It brings every runtime with it, which only it needs.
    const { tellLocalStory } = await import("./local-story.ts");
    await tellLocalStory(story);
  }
  console.log(`\n${colors.green("Every step did what it says.")}`);
} catch (error) {
  tellFailure(error);
  console.log(`\n${colors.red("A step did not do what it says.")}`);
  process.exitCode = 1;
}
