import { createClient, createMintEndpoint, inboundOf } from "@plastiq-connect/node";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { authorize } from "./authorize.ts";

/** The used part of SvelteKit's `RequestEvent`. */
interface Event {
  readonly request: Request;
  getClientAddress(): string;
}

const mint = createMintEndpoint<Event>({
  client: createClient(),
  allowedOrigins: ["https://shop.example"],
  authorize,
  rateLimit: new RateLimiterMemory({ points: 10, duration: 60 }),
});

const handle = (event: Event): Promise<Response> =>
  mint(event.request, { inbound: inboundOf(event.request, event.getClientAddress()), native: event });

export { handle as OPTIONS, handle as POST };
