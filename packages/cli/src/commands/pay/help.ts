import { CONNECTION_HELP } from "../../help.ts";

/** The text of `plastiq-connect pay --help`. */
export const HELP: string = `\
Pays a recipient: creates a payment intent, shows the fees and the total, asks
for confirmation, and pays. On a terminal it asks for missing options, and again
after a reply that is not valid.

The order number makes it safe to run the command again: one order, one attempt
and one intent make one payment. After an error it prints the command that
continues.

Usage:
  plastiq-connect pay --order <text> --payer <uuid> --payment-method <uuid>
                      --recipient <uuid> --amount <USD> [options]
  plastiq-connect pay --order <text> --payer <uuid> --intent <uuid> [options]

Options:
  --order <text>        the order or invoice that is paid. The idempotency key
                        is derived from it, the payer and the attempt.
  --attempt <number>    default 1. Each attempt has its own key: increase it
                        only after an error that says that nothing was charged.
  --payer <uuid>        the payer
  --create-payer        create a test payer, and unless you pass them also a
                        test card and a recipient. Only with an API on this
                        machine. Each run makes a new payment.
  --payment-method <uuid>
                        a stored card or bank account of the payer
  --recipient <uuid>    the recipient
  --amount <USD>        what the recipient gets, such as 100.00
  --intent <uuid>       pay this intent. It replaces --amount, --recipient and
                        --payment-method.
  --yes                 pay without confirmation. Required without a terminal.
  --production          required in production, where payments are real
  --timeout <ms>        limit of a call, including retries. Default: 30000 for a
                        call, and 10000 for one attempt
  --verbose             one line for each request, on stderr
  --json                no questions, and one line of JSON: paymentId, status,
                        createdAt, replayed, payerId, intentId, order, attempt,
                        targetAmount, fees, sourceAmount, environment, baseUrl.
                        intentId is null when unknown after a replay.
${CONNECTION_HELP}

Examples:
  plastiq-connect pay --order 1042
  plastiq-connect pay --order 1042 --create-payer --amount 100.00 --yes \\
    --base-url http://127.0.0.1:4010/api`;
