/** The text of `plastiq-connect webhook --help`. */
export const HELP: string = `\
Shows the webhook events of a local sandbox as they arrive, and forwards them to
your webhook endpoint; or triggers an event. It needs a running local sandbox:
plastiq-connect sandbox starts one.

Usage:
  plastiq-connect webhook listen [--forward-to <url>] [options]
  plastiq-connect webhook trigger <event> [options]

Options of listen:
  --forward-to <url>    your webhook endpoint, on this machine. The sandbox gets
                        its status. Only its origin is shown.
  --events <list>       only these events, separated by commas. Default: all
  --any-event           accept events that the vendor does not document
  --base-url <url>      the sandbox. Default: http://127.0.0.1:4010/api
  --json                one line of JSON for each event

Options of trigger:
  --payment <uuid>      the payment that the event is about. Default: a random
                        id
  --type <text>         the new status, or the requested document type. Default:
                        CHARGED; SUPPLIER_INVOICE_OR_PURCHASE_ORDER for
                        document.request
  --id <text>           the id of the event; pass it again to send it twice.
                        Default: a new id
  --any-event           send an event that the vendor does not document
  --base-url <url>      the sandbox. Default: http://127.0.0.1:4010/api
  --json                one line of JSON: event, statuses

Examples:
  plastiq-connect webhook listen --forward-to http://localhost:3000/webhooks/x
  plastiq-connect webhook trigger payment.state_change --type DEPOSITED

The vendor documents these events: payment.state_change, document.request,
payment.disbursement_information and payment.trace_information.

listen runs until Ctrl-C, or until the sandbox stops. An event that does not get
a 200 response is sent again when the sandbox's clock moves, up to five times in
total.`;
