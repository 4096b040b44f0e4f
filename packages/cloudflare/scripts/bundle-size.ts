import { fileURLToPath } from "node:url";
import { bundle, judge } from "../../../scripts/bundle.ts";

const here = fileURLToPath(new URL("..", import.meta.url));
const CONDITIONS = ["workerd", "worker"];
const FORBIDDEN = [/["'`]node:/, /\bprocess\b/, /\bBuffer\b/, /\brequire\(/];

/** A Worker that does nothing but mint. */
function worker(endUser: string): string {
  return `
    import { createCaller, createClientSecret, endUserFrom, readInbound, optionsFromEnv } from "@plastiq-connect/cloudflare";
    export default {
      async fetch(request, env) {
        const input = { payer: { id: env.PAYER_ID } };
        const secret = await createClientSecret(createCaller(optionsFromEnv(env)), input, { endUser: ${endUser} });
        return Response.json({ clientSecret: secret.reveal() });
      },
    };`;
}

judge("a Worker that only mints", await bundle(worker(`"none"`), here, CONDITIONS), 12_860, FORBIDDEN);
judge(
  "the same, telling who the end user is",
  await bundle(worker("endUserFrom(readInbound(request))"), here, CONDITIONS),
  13_210,
  FORBIDDEN,
);

const ENDPOINT = `
  import { mintEndpoint } from "@plastiq-connect/cloudflare";
  export default { fetch: mintEndpoint({ authorize: () => ({ payerId: "" }) }) };`;
judge("a Worker with the mint endpoint", await bundle(ENDPOINT, here, CONDITIONS), 15_450, FORBIDDEN);
