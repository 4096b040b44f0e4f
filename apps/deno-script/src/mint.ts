import { createClient, isConnectError } from "@plastiq-connect/deno";

const [payerId, ...rest] = Deno.args;
if (payerId === undefined || rest.length > 0) {
  console.error("Usage: deno task mint <payer id>");
  Deno.exit(2);
}

try {
  const connect = createClient();
  console.log(`Minting at ${connect.baseUrl}`);
  // Nobody is at a browser: a support engineer asks.
  const secret = await connect.clientSecrets.create({ payer: { id: payerId } }, { endUser: "none" });
  console.log(`client secret  ${secret}`);
  console.log(`expires at     ${secret.expiresAt.toISOString()} (in ${Math.floor(secret.remaining() / 1_000)} s)`);
  console.log(`trace id       ${secret.traceId}`);
} catch (error) {
  if (!isConnectError(error)) throw error;
  console.error(`${error.code}: ${error.message}`);
  for (const detail of error.details) console.error(`  ${detail}`);
  if (error.traceId !== undefined) console.error(`trace id       ${error.traceId}`);
  Deno.exit(1);
}
