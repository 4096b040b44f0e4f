import { createClient, endUserFrom, inboundOf } from "@plastiq-connect/node";
import type { RequestEvent } from "@sveltejs/kit";
import { pay } from "./pay.ts";

const connect = createClient();

export function POST({ request, getClientAddress }: RequestEvent): Promise<Response> {
  return pay(connect, request, endUserFrom(inboundOf(request, getClientAddress())));
}
