import { createClient, createMintEndpoint, endUserFrom, inboundOf } from "@plastiq-connect/node";
import { type Context, Hono } from "hono";
import { getConnInfo, handle, type LambdaEvent } from "hono/aws-lambda";
import { authorize } from "./authorize.ts";
import { pay } from "./pay.ts";

const connect = createClient();
const mint = createMintEndpoint<Context>({
  client: connect,
  allowedOrigins: ["https://shop.example"],
  authorize,
});

const app = new Hono<{ Bindings: { event: LambdaEvent } }>();
const inbound = (context: Context) => inboundOf(context.req.raw, getConnInfo(context).remote.address);

app.all("/client-secret", (context) => mint(context.req.raw, { inbound: inbound(context), native: context }));
app.post("/payment", (context) => pay(connect, context.req.raw, endUserFrom(inbound(context))));

export const handler = handle(app);
