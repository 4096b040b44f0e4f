import { createClient, createMintEndpoint, inboundOf } from "@plastiq-connect/node";
import { type Context, Hono } from "hono";
import { getConnInfo, handle, type LambdaEvent } from "hono/aws-lambda";
import { authorize } from "./authorize.ts";

const mint = createMintEndpoint<Context>({
  client: createClient(),
  allowedOrigins: ["https://shop.example"],
  authorize,
});

const app = new Hono<{ Bindings: { event: LambdaEvent } }>();

app.all("/client-secret", (context) => {
  const { raw } = context.req;
  return mint(raw, { inbound: inboundOf(raw, getConnInfo(context).remote.address), native: context });
});

export const handler = handle(app);
