import { type Bindings, createClient } from "@plastiq-connect/cloudflare";
import { mintOnce } from "./minted.ts";

export default {
  async fetch(_: Request, env: Bindings & { readonly PAYER: string; readonly DATE: string }): Promise<Response> {
    return Response.json(await mintOnce(createClient(env), env.PAYER, env.DATE));
  },
};
