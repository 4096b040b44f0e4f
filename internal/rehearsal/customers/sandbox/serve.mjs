import { LOCAL_API_KEY, LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { startSandbox } from "@plastiq-connect/sandbox/server";

const { origin, baseUrl } = await startSandbox();
console.log(JSON.stringify({ origin, baseUrl, apiKey: LOCAL_API_KEY, payer: LOCAL_PAYER_ID }));
