/** The default port of the local sandbox. */
export const DEFAULT_PORT = 4010;

/** The text of `plastiq-connect sandbox --help`. */
export const HELP: string = `\
Runs the local sandbox, which imitates the Plastiq Connect API, until Ctrl-C.
It listens on this machine only, and keeps its records in memory.

Usage:
  plastiq-connect sandbox [options]
  plastiq-connect sandbox init [options]
  plastiq-connect sandbox fault [options]
  plastiq-connect sandbox control <action> [options]

Options:
  --port <number>       default ${DEFAULT_PORT}; 0 picks a free port
  --seed <file>         YAML or JSON: the records and settings to start with
  --ids <number>        seed for the ids: the same ids in every run
  --account <name>      add an account with its own API key and records. Repeat
                        it for several.
  --error-shape <name>  which of the vendor's two documented error bodies:
                        reference (default) or guide
  --json                one line of JSON: baseUrl, inspector, port, apiKey,
                        payerId, and with --seed the ids by name, with --account
                        the API keys by name

Options of init, which writes a seed file:
  --file <file>         default seed.yaml; .json for a seed in JSON
  --force               overwrite the file
  --json                one line of JSON: file

Options of fault, which queues a fault in a running sandbox:
  --kind <kind>         status, redirect, latency, severed, severed-body,
                        stalled-body, truncated-json, html or oversized-body
  --operation <name>    such as createPayment; default: every operation
  --where <field=value> only for requests with this value. A field is method,
                        path, header.<name>, query.<name> or body.<path>; *
                        matches any text. Repeat it for several fields.
  --after <number>      how many matching requests pass first; default 0
  --times <number>      how many requests it affects; default 1. 0: all
  --status <number>     for kind status (default 500) or redirect (default 307)
  --retry-after <text>  the Retry-After header, for kind status
  --delay <ms>          how long to wait first; default 0, for latency 1000
  --clear               remove all queued faults
  --base-url <url>      default http://127.0.0.1:${DEFAULT_PORT}/api
  --json                one line of JSON: id; with --clear {}

Actions of control, for a running sandbox:
  state                 print its records as JSON
  clock                 move its clock forward by --ms
  advance               advance --payment, to --status or the next one
  refund                refund --payment
  request-document      request a document of --type for --payment
  provide-document      count a document of --type as uploaded for --payment
  expire                expire --intent
  set                   change the settings below
  seed                  create the records of the seed in --file
  snapshot              save its state to --file
  restore               restore the state in --file
  reset                 return to the state at the start

Options of control:
  --account <name>      the account whose records state prints; default main
  --payment <id>        the id of a payment
  --intent <id>         the id of a payment intent
  --status <status>     such as IN_TRANSIT
  --type <type>         such as GOVERNMENT_ISSUED_ID
  --ms <number>         milliseconds
  --file <file>         a seed or a snapshot
  --autopilot <on|off>  whether payments advance with the clock
  --vocabulary <name>   the status words: guide or openapi
  --pagination <name>   whether lists have a pagination object: with or without
  --intent-on-payments <with|without>
                        whether payments name their intent
  --error-shape <name>  the error bodies: reference or guide
  --idempotency <mode>  a key with another body is: replayed, refused, executed
                        or forgotten
  --replay-errors <on|off>   whether a key repeats a refusal too
  --processing-time <ms>     how long a payment takes
  --card-fee <percent>  the fee of a card in new intents, such as 2.85
  --bank-fee <percent>  the fee of a bank account
  --cross-border-fee <percent>
                        the fee of a US card that pays a recipient in Canada
  --ids <number>        seed for the ids from now on; random ends that
  --base-url <url>      default http://127.0.0.1:${DEFAULT_PORT}/api
  --json                one line of JSON: the records, the ids by name, the id
                        and status of a payment, the file, or {}

Examples:
  plastiq-connect sandbox
  plastiq-connect sandbox init && plastiq-connect sandbox --seed seed.yaml
  plastiq-connect sandbox --port 0 --ids 1 --json
  plastiq-connect sandbox fault --kind severed --operation createPayment \\
    --where body.payer.id=3f2c9a54-7d1e-4b86-9c0a-5e8d1f7b2a63
  plastiq-connect sandbox control clock --ms 60000

The API key that it prints is public, and works only with a local sandbox.
Ctrl-C and SIGTERM stop it with exit code 0.`;
