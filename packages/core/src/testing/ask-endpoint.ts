import { expect } from "vitest";
import { inboundOf } from "../end-user/inbound.ts";
import { createMintEndpoint, type MintEndpointOptions, type MintEvent, PROBLEM_TYPE } from "../mint-endpoint/index.ts";
import { CANARY } from "./expect-invalid.ts";
import { type Fixture, fixture, PAYER } from "./fixture.ts";
import { settleDown } from "./virtual-clock.ts";

/** The page's, which is allowed. */
export const ORIGIN = "https://shop.example";

/** Result of one request to an endpoint. */
export interface Asked {
  readonly response: Response;
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of the body
  readonly body: any;
  readonly upstream: Fixture;
  readonly events: MintEvent[];
  readonly errors: unknown[];
}

/** Sets up an endpoint, and asks it once. */
export async function ask(
  options: Partial<MintEndpointOptions<string>> = {},
  init: RequestInit = {},
  upstream: Fixture = fixture({ retries: 0 }),
): Promise<Asked> {
  const events: MintEvent[] = [];
  const errors: unknown[] = [];
  const endpoint = createMintEndpoint<string>({
    client: upstream.client,
    authorize: () => ({ payerId: PAYER.id }),
    allowedOrigins: [ORIGIN],
    onMint: (event) => void events.push(event),
    onError: (error, traceId) => void errors.push({ error, traceId }),
    ...options,
  });
  const headers = { origin: ORIGIN, "user-agent": "Mozilla/5.0", "x-forwarded-for": "192.0.2.66", ...init.headers };
  const request = new Request(`${ORIGIN}/mint`, { method: "POST", ...init, headers });
  const response = await endpoint(request, { inbound: inboundOf(request, "192.0.2.1"), native: "native" });
  await settleDown();
  const text = await response.text();
  return { response, body: text && JSON.parse(text), upstream, events, errors };
}

/** The response is these problem details, and nothing else. */
export function expectProblem({ response, body }: Asked, status: number, name: string): void {
  expect(response.status).toBe(status);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(body).toEqual({
    type: PROBLEM_TYPE + name,
    title: expect.stringMatching(/\.$/),
    status,
    traceId: response.headers.get("trace-id"),
  });
  expect(JSON.stringify(body)).not.toContain(CANARY);
}
