import { type Bindings, createClient, type LogEntry } from "@plastiq-connect/cloudflare";

const write = (entry: LogEntry) => console.log(JSON.stringify(entry));
const logger = { debug: write, info: write, warn: write, error: write };

export default {
  async fetch(_request: Request, env: Bindings & { readonly PAYER_ID: string }): Promise<Response> {
    const connect = createClient(env, { logger, logLevel: "info" });
    const secret = await connect.clientSecrets.create({ payer: { id: env.PAYER_ID } }, { endUser: "none" });
    return Response.json({ expiresIn: secret.remaining() });
  },
};
