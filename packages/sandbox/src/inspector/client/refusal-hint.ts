import type { SeenRequest } from "../../seen.ts";
import type { Hint } from "./hint.ts";
import { type Model, spenderOf } from "./model.ts";
import { span } from "./moment.ts";

type Said = Omit<Hint, "kind">;
type Explain = (request: SeenRequest, model: Model) => Said;

/** By what the sandbox said, word for word. A test makes the sandbox say each of them. */
const byDetail: readonly (readonly [RegExp, Explain])[] = [
  [/one bearer token is required/, noBearer],
  [/bearer token is not known/, unknownBearer],
  [/client secret has expired/, expired],
  [/has already been used/, spent],
  [
    /allowlist/,
    ({ clientAddress }, { overview }) => ({
      title: "The caller's address is not on the allowlist",
      advice: `It came from ${clientAddress ?? "an unknown address"}. Allowed: ${overview?.allowedIps?.join(", ") || "none"}. PUT /control/allowed-ips changes that.`,
    }),
  ],
  [
    /may not call this operation/,
    () => ({
      title: "A client secret may only create payment methods",
      advice: "Everything else is your server's to call, with the API key.",
    }),
  ],
  [
    /belongs to another payer/,
    () => ({
      title: "The client secret belongs to another payer",
      advice: "Leave payer out of the body, or mint a secret for this payer.",
    }),
  ],
  [
    /User-Agent header is required/,
    () => ({
      title: "User-Agent is missing",
      advice: "A server must say for whom it calls: pass on the User-Agent of the browser that called you.",
    }),
  ],
  [
    /payer does not exist/,
    (_, { overview }) => ({
      title: "No such payer here",
      advice: `The sandbox knows ${overview?.totals.payers ?? 0}, listed on this page. A reset forgets all but the first.`,
    }),
  ],
  [/nothing at this path/, nothingHere],
  [
    /method must be/,
    ({ method, refusal }) => ({
      title: `${method} is the wrong method`,
      advice: refusal?.details.join(" ") ?? "",
    }),
  ],
  [
    /Content-Type must be/,
    ({ headers }) => ({
      title: "Content-Type is not JSON",
      advice: `It was “${headers["content-type"] ?? "missing"}”. Send application/json.`,
    }),
  ],
  [
    /body is too large/,
    () => ({ title: "The body is too large", advice: "The sandbox reads 64 KiB unless it was started otherwise." }),
  ],
  [
    /not valid JSON/,
    () => ({
      title: "The body is not valid JSON",
      advice: "Was an object sent without JSON.stringify, or twice with it?",
    }),
  ],
];

/** Why the sandbox refused a request. */
export function refusalHint(request: SeenRequest, model: Model): Hint | undefined {
  const { refusal } = request;
  if (!refusal) return undefined;
  const text = refusal.details.join(" ");
  for (const [pattern, explain] of byDetail) {
    if (pattern.test(text)) return { kind: "wrong", ...explain(request, model) };
  }
  if (refusal.code === "PAYMENT_METHOD_DECLINED") {
    return {
      kind: "wrong",
      title: "The card was declined",
      advice: "4000000000000002 always is. The client secret, if there was one, is still good.",
    };
  }
  const advice =
    refusal.code === "VALIDATION_ERROR"
      ? "The sandbox is strict: it also refuses fields that it does not know."
      : `The answer's code is ${refusal.code}.`;
  return { kind: "wrong", title: text, advice };
}

function noBearer({ headers, bearer }: SeenRequest): Said {
  if (bearer !== null) {
    return {
      title: "Authorization is not “Bearer <token>”",
      advice: "One scheme, one space, one token. Look for quotes, a second Bearer or a line break in the key.",
    };
  }
  const misplaced = ["api-key", "x-api-key"].find((name) => name in headers);
  return misplaced
    ? { title: `The key came as ${misplaced}`, advice: "Only Authorization: Bearer <key> counts." }
    : { title: "No Authorization header", advice: "Send Authorization: Bearer <key or client secret>." };
}

function unknownBearer(_: SeenRequest, { overview }: Model): Said {
  const labels = overview?.apiKeys.map(({ label }) => label).join(", ") || "none";
  return {
    title: "Unknown key or client secret",
    advice: `Active keys: ${labels}. A key of another environment, a revoked one, or a secret from before a reset or restart looks like this.`,
  };
}

function expired({ at, bearer }: SeenRequest, { overview }: Model): Said {
  const secret = overview?.clientSecrets.find(({ label }) => label === bearer?.label);
  const late = secret ? `${span(at - secret.expiresAt)} before it was used` : "before it was used";
  return {
    title: `The client secret expired ${late}`,
    advice: "It lives 60 s. Mint it when the card form is submitted, not when the page is loaded.",
  };
}

function spent({ bearer }: SeenRequest, model: Model): Said {
  const by = spenderOf(bearer?.label ?? "", model);
  return {
    title: by ? `The client secret was spent by request ${by.id}` : "The client secret was spent already",
    advice: "It works once. Mint another for every card that is sent.",
    ...(by && { see: by.id }),
  };
}

function nothingHere({ path }: SeenRequest): Said {
  if (path.startsWith("/api/api")) return { title: "/api is there twice", advice: "The base URL includes it already." };
  if (!/^\/api(\/|$|\?)/.test(path)) {
    return { title: "The path does not start with /api", advice: "The base URL must end with /api." };
  }
  return { title: "Nothing is at this path", advice: "The sandbox has four operations; the README lists them." };
}
