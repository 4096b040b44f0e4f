import { createClient } from "@plastiq-connect/node";

const connect = createClient(); // PLASTIQ_API_KEY, PLASTIQ_BASE_URL
const payer = { id: "3f2c9a54-7d1e-4b86-9c0a-5e8d1f7b2a63" };
const secret = await connect.clientSecrets.create({ payer }, { endUser: "none" });
console.log(`${secret} ${secret.remaining()} ${secret.traceId}`);
