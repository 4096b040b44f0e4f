import {
  type Amount,
  type Caller,
  type ConnectError,
  type EndUser,
  isConnectError,
  retrievePaymentMethod,
} from "@plastiq-connect/core";
import { payOnce, quoteOrder } from "@plastiq-connect/core/pay-once";
import { authorize } from "./authorize.ts";
import { journal, openOrderOf } from "./orders.ts";

const ALLOWED_ORIGINS = ["https://shop.example"];

/** Body of the page's request: without `agreed` it asks for the total, with it the payer agrees to that total. */
interface Body {
  readonly paymentMethodId: string;
  readonly agreed?: Amount;
}

/** Pays the open order of the signed-in user with a stored card, once, however often the page asks. */
export async function pay(caller: Caller, request: Request, endUser: EndUser): Promise<Response> {
  // A cookie alone lets nobody in: the browser itself says which page asks.
  if (!ALLOWED_ORIGINS.includes(request.headers.get("origin") ?? "")) return respond(403, { status: "refused" });
  const user = await authorize(request);
  if ("refused" in user) return respond(401, { status: "refused" });
  const body = await readBody(request);
  if (!body) return respond(400, { status: "invalid" });
  const { paymentMethodId, agreed } = body;
  try {
    // The card must be the payer's own.
    await retrievePaymentMethod(caller, { id: paymentMethodId, payerId: user.payerId }, { endUser });
    const own = await openOrderOf(user.payerId);
    const { phase: before, attempt: last = 1 } = (await journal.read(own.id))?.record ?? {};
    // After a decline, only a payer who sees the total again starts another attempt.
    const attempt = before === "declined" && agreed === undefined ? last + 1 : last;
    const order = { ...own, attempt, paymentMethod: { id: paymentMethodId } };
    if (agreed === undefined) {
      const { phase, paymentIntent } = await quoteOrder(caller, journal, order, { endUser });
      if (phase === "paid") return respond(200, { status: "paid" });
      // A payment that is in progress is not shown as paid: agreeing to the same total finds it.
      return respond(200, { status: "quoted", total: paymentIntent.sourceAmount });
    }
    await payOnce(caller, journal, order, { endUser, expect: { sourceAmount: agreed } });
    return respond(200, { status: "paid" });
  } catch (error) {
    if (!isConnectError(error)) throw error;
    console.error(error); // contains no secret
    return respond(...responseTo(error));
  }
}

async function readBody(request: Request): Promise<Body | undefined> {
  const body = (await request.json().catch(() => null)) as Body | null;
  if (body) return body;
  console.error(
    "The payment request has no JSON body. If a body parser read it before, pass a Request with that body.",
  );
  return undefined;
}

function responseTo(error: ConnectError): [status: number, body: { status: string }] {
  if (error.next === "new-attempt") return [402, { status: "declined" }];
  if (error.fields.includes("expect.sourceAmount")) return [409, { status: "total-changed" }];
  // The page may ask again: that finds the same payment. A conflict says nothing about what was sent before.
  if (error.outcome === "unknown" || error.code === "conflict") return [503, { status: "unknown" }];
  return error.code === "input_invalid" ? [400, { status: "invalid" }] : [502, { status: "failed" }];
}

function respond(status: number, body: { readonly status: string; readonly total?: Amount | undefined }): Response {
  const headers = { "content-type": "application/json", "cache-control": "no-store" };
  return new Response(JSON.stringify(body), { status, headers });
}
