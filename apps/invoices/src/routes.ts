import { type EndUser, isConnectError } from "@plastiq-connect/core";
import { Hono } from "hono";
import * as v from "valibot";
import { chooseCard, savedCards } from "./choose-card.ts";
import { type Desk, readJournal } from "./desk.ts";
import { fileTypeOf, MAX_DOCUMENT_BYTES, passOnDocument } from "./documents.ts";
import { follow } from "./follow.ts";
import type { Invoice } from "./invoice.ts";
import { type InvoiceView, viewOf } from "./invoice-view.ts";
import { pageGuard } from "./page-guard.ts";
import { payInvoice } from "./pay-invoice.ts";
import { problem } from "./problem.ts";
import { readBody } from "./read-body.ts";
import { refreshInvoice } from "./refresh-invoice.ts";

/** Options of the routes. */
export interface RoutesOptions {
  readonly allowedOrigins: readonly string[];
  /** Returns the payer who is signed in. It reads nothing of a request but its session. */
  payerOf(headers: Headers): string | undefined;
  /** Ends the responses that last. */
  readonly stopped: AbortSignal;
}

/** The values that the server passes with a request. */
export interface Bindings {
  readonly endUser: EndUser;
}

/** How soon an unknown outcome is asked for again while somebody waits, in milliseconds. */
const TRY_AGAIN = 5_000;

// Strict: the page never sends an amount.
const CARD = v.strictObject({ paymentMethodId: v.pipe(v.string(), v.uuid()) });
const CONSENT = v.strictObject({ quote: v.pipe(v.string(), v.uuid()) });

type Routes = Hono<{ Bindings: Bindings; Variables: { invoice: Invoice } }>;

/** Creates the routes below `/invoices`. */
export function invoiceRoutes(desk: Desk, { allowedOrigins, payerOf, stopped }: RoutesOptions): Routes {
  const routes: Routes = new Hono();
  const view = async (invoice: Invoice): Promise<InvoiceView> => {
    // In this order: the journal is never older than the record.
    const stored = await desk.store.read(invoice.number);
    return viewOf(invoice, stored, await readJournal(desk, invoice));
  };

  routes.use(pageGuard(allowedOrigins));
  routes.use("/invoices/:number/*", async (context, next) => {
    const payerId = payerOf(context.req.raw.headers);
    if (payerId === undefined) return problem("unauthenticated");
    const invoice = desk.find(context.req.param("number"));
    // Do not reveal that another payer's invoice exists.
    if (invoice?.payerId !== payerId) return problem("not-found");
    context.set("invoice", invoice);
    return await next();
  });

  routes.get("/invoices/:number", async (context) => {
    const invoice = context.get("invoice");
    const seen = await view(invoice);
    // Repairs the state after a crash or a lost webhook, as soon as somebody opens the invoice.
    if (seen.status === "paying" || seen.status === "paid") void refreshInvoice(desk, invoice).catch(desk.report);
    return context.json(seen);
  });

  routes.get("/invoices/:number/events", (context) => {
    const invoice = context.get("invoice");
    let triedAt = 0;
    const watch = async (): Promise<InvoiceView> => {
      const seen = await view(invoice);
      // Somebody waits for an outcome that nobody works on.
      if (seen.status === "paying" && !desk.runs.has(invoice.number) && Date.now() - triedAt > TRY_AGAIN) {
        triedAt = Date.now();
        void refreshInvoice(desk, invoice).catch(desk.report);
      }
      return seen;
    };
    return follow(context, invoice.number, { changes: desk.changes, stopped, view: watch });
  });

  routes.get("/invoices/:number/cards", async (context) => {
    return context.json(await savedCards(desk, context.get("invoice"), context.env));
  });

  routes.post("/invoices/:number/card", async (context) => {
    const invoice = context.get("invoice");
    const body = await readJson(context.req.raw, CARD);
    if (!body) return problem("input-invalid");
    try {
      await chooseCard(desk, invoice, body.paymentMethodId, context.env);
    } catch (error) {
      if (isConnectError(error) && error.code === "not_found") return problem("card-unknown");
      // Another tab has begun to pay meanwhile: what is shown says so.
      if (!isConnectError(error) || error.code !== "conflict") throw error;
    }
    return context.json(await view(invoice));
  });

  routes.post("/invoices/:number/pay", async (context) => {
    const invoice = context.get("invoice");
    const body = await readJson(context.req.raw, CONSENT);
    if (!body) return problem("input-invalid");
    const isAgreed = await payInvoice(desk, invoice, body.quote, context.env);
    return isAgreed ? context.json(await view(invoice)) : problem("quote-changed", { invoice: await view(invoice) });
  });

  routes.post("/invoices/:number/documents/:type", async (context) => {
    // First of all: see readBody.
    const file = await readBody(context.req.raw, MAX_DOCUMENT_BYTES);
    const fileType = fileTypeOf(context.req.header("content-type"));
    if (!fileType) return problem("document-type");
    if (!file) return problem("document-too-large");
    if (file.length === 0) return problem("input-invalid");
    const invoice = context.get("invoice");
    const upload = { type: context.req.param("type"), fileType, file };
    const isWanted = await passOnDocument(desk, invoice, upload, context.env);
    return isWanted ? context.json(await view(invoice)) : problem("document-unknown");
  });

  routes.notFound(() => problem("not-found"));
  routes.onError((error) => {
    desk.report(error);
    return problem(isConnectError(error) ? "provider-unavailable" : "internal-error");
  });
  return routes;
}

async function readJson<Output>(
  request: Request,
  schema: v.GenericSchema<unknown, Output>,
): Promise<Output | undefined> {
  try {
    const bytes = await readBody(request, 1_024);
    const { success, output } = v.safeParse(schema, JSON.parse(new TextDecoder().decode(bytes)));
    return success ? (output as Output) : undefined;
  } catch {
    return undefined;
  }
}
