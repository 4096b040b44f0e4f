import { createClient, endUserFrom, inboundOf } from "@plastiq-connect/node";
import type { APIRoute } from "astro";
import { pay } from "../pay.ts";

export const prerender = false;

const connect = createClient();

export const POST: APIRoute = ({ request, clientAddress }) =>
  pay(connect, request, endUserFrom(inboundOf(request, clientAddress), { trustedHops: 1 }));
