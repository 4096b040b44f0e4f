import type { InspectedRequest } from "../protocol.ts";
import type { Hint } from "./hint.ts";
import { type Model, spenderOf } from "./model.ts";
import { span } from "./moment.ts";

type Explanation = Omit<Hint, "kind">;
type Explain = (request: InspectedRequest, model: Model) => Explanation;

/** By the sandbox's `reason`. A reason without an explanation is shown by the details of the response. */
const explanations: Readonly<Record<string, Explain>> = {
  bearer_missing: bearerMissing,
  bearer_unknown: bearerUnknown,
  client_secret_expired: expired,
  client_secret_spent: spent,
  client_secret_forbidden: () => ({
    title: "A client secret may not call this operation",
    advice: "Call it from your server, with the API key.",
  }),
  client_secret_other_payer: () => ({
    title: "The client secret belongs to another payer",
    advice: "Leave payer out of the body, or mint a client secret for this payer.",
  }),
  client_secret_other_type: () => ({
    title: "The client secret is for another type of payment method",
    advice: "A client secret of type CARD stores cards only.",
  }),
  address_forbidden: ({ clientAddress }, { overview }) => ({
    title: "The caller's address is not on the allowlist",
    advice: `The request came from ${clientAddress ?? "an unknown address"}. Allowed: ${overview?.allowedIps?.join(", ") || "none"}. Change the list with PUT /control/allowed-ips.`,
  }),
  host_forbidden: () => ({
    title: "The Host header could be a public name",
    advice:
      "Use an address, localhost, a name without a dot, or one that ends in .localhost, .local, .test, .internal or .home.arpa. A proxy or tunnel must set the Host. Otherwise any web page could read this sandbox (DNS rebinding).",
  }),
  user_agent_missing: () => ({
    title: "User-Agent is missing",
    advice: "Send the User-Agent of the end user's browser, which your server received.",
  }),
  header_invalid: ({ headers, refusal }) => ({
    title: refusal?.details.join(" ") ?? "A header is not valid",
    advice: refusal?.details.join().includes("Idempotency-Key")
      ? "Create the key with crypto.randomUUID() and keep it with the order."
      : `End-User-Ip was “${headers["end-user-ip"] ?? ""}”. Leave it out if you do not know the address.`,
  }),
  resource_unknown: ({ refusal }) => ({
    title: refusal?.details.join(" ") ?? "It does not exist",
    advice: "Check the id. A reset removes the records that were created after the start.",
  }),
  path_unknown: pathUnknown,
  method_wrong: ({ method, refusal }) => ({
    title: `${method} is the wrong method`,
    advice: refusal?.details.join(" ") ?? "",
  }),
  content_type_wrong: ({ headers }) => ({
    title: "Content-Type is not JSON",
    advice: `It was “${headers["content-type"] ?? "missing"}”. Send application/json.`,
  }),
  body_too_large: () => ({
    title: "The body is too large",
    advice: "The sandbox reads 64 KiB unless you set the option maxBodyBytes.",
  }),
  body_not_json: () => ({
    title: "The body is not valid JSON",
    advice: "Check that the body is serialized with JSON.stringify exactly once.",
  }),
  field_invalid: ({ refusal }) => ({
    title: refusal?.details.join(" ") ?? "A field is not valid",
    advice: "The sandbox is strict: it also refuses fields that it does not know.",
  }),
  state_wrong: ({ refusal }) => ({
    title: refusal?.details.join(" ") ?? "The state is wrong",
    advice: "The request itself is valid, but not in the state that this resource is in now.",
  }),
  idempotency_key_running: () => ({
    title: "The first request with this key is still running",
    advice: "Send the same request with the same key again until it has a response.",
  }),
  idempotency_key_reused: () => ({
    title: "The idempotency key was used with a different body",
    advice: "Use a new key for a new attempt, and the same body for a retry.",
  }),
  payment_method_declined: () => ({
    title: "The card was declined",
    advice:
      "4000000000000002 is declined when it is stored, 4000000000000341 when it pays. The client secret, if there was one, still works.",
  }),
};

/** Returns why the sandbox refused a request. */
export function refusalHint(request: InspectedRequest, model: Model): Hint | undefined {
  const { refusal } = request;
  if (!refusal) return undefined;
  const explain = Object.hasOwn(explanations, refusal.reason) ? explanations[refusal.reason] : undefined;
  const explanation = explain?.(request, model) ?? {
    title: refusal.details.join(" "),
    advice: `The code of the response is ${refusal.code}.`,
  };
  return { kind: "wrong", ...explanation };
}

function bearerMissing({ headers, bearer }: InspectedRequest): Explanation {
  if (bearer !== null) {
    return {
      title: "Authorization is not “Bearer <token>”",
      advice: "Send one scheme and one token. Look for quotes, a second Bearer or a line break in the key.",
    };
  }
  const misplaced = ["api-key", "x-api-key"].find((name) => name in headers);
  return misplaced
    ? { title: `The key was sent as ${misplaced}`, advice: "Send Authorization: Bearer <key> instead." }
    : { title: "No Authorization header", advice: "Send Authorization: Bearer <key or client secret>." };
}

function bearerUnknown(_: InspectedRequest, { overview }: Model): Explanation {
  const labels = overview?.apiKeys.map(({ label }) => label).join(", ") || "none";
  return {
    title: "Unknown key or client secret",
    advice: `Active keys: ${labels}. The token may be a key of another environment, a revoked key, or a client secret from before a reset.`,
  };
}

function expired({ at, bearer }: InspectedRequest, { overview }: Model): Explanation {
  const secret = overview?.clientSecrets.find(({ label }) => label === bearer?.label);
  const late = secret ? `${span(at - secret.expiresAt)} before it was used` : "before it was used";
  const lifetime = secret ? `It is valid for ${span(secret.expiresAt - secret.createdAt)}. ` : "";
  return {
    title: `The client secret expired ${late}`,
    advice: `${lifetime}Mint it when it is needed, such as when the card form is submitted, not when the page loads.`,
  };
}

function spent({ bearer }: InspectedRequest, model: Model): Explanation {
  const by = spenderOf(bearer?.label ?? "", model);
  return {
    title: by ? `The client secret was spent by request ${by.id}` : "The client secret was already spent",
    advice: "It works once. Mint one for every card.",
    ...(by && { see: by.id }),
  };
}

function pathUnknown({ path }: InspectedRequest): Explanation {
  if (path.startsWith("/api/api")) {
    return { title: "The path contains /api twice", advice: "The base URL already includes it." };
  }
  if (!/^\/api(\/|$|\?)/.test(path)) {
    return { title: "The path does not start with /api", advice: "The base URL must end with /api." };
  }
  return { title: "Nothing is at this path", advice: "GET /control/operations lists the paths that exist." };
}
