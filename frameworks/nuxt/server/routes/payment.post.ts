import { createClient, endUserFrom, readInbound } from "@plastiq-connect/node";
import { pay } from "../pay.ts";

const connect = createClient();

export default defineEventHandler((event) =>
  pay(connect, toWebRequest(event), endUserFrom(readInbound(event.node.req), { trustedHops: 1 })),
);
