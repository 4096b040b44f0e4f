import { createClient, endUserFrom, inboundOf } from "@plastiq-connect/node";
import { pay } from "./pay.ts";

const connect = createClient();

export function POST(request: Request): Promise<Response> {
  return pay(connect, request, endUserFrom(inboundOf(request), { trustedHops: 1 }));
}
