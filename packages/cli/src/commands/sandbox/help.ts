/** The port of the local sandbox, unless another is passed. */
export const DEFAULT_PORT = 4010;

/** The text of `plastiq-connect sandbox --help`. */
export const HELP: string = `\
Runs the local sandbox, a strict stand-in for the Plastiq Connect API, until
Ctrl-C. It listens on this machine only, and forgets everything when it ends.

Usage:
  plastiq-connect sandbox [options]
  plastiq-connect sandbox init [options]
  plastiq-connect sandbox fault [options]

Options:
  --port <number>       default ${DEFAULT_PORT}; 0 takes a free one
  --seed <file>         YAML or JSON: the records and settings to start with
  --ids <number>        make the same ids in every run; each number makes others
  --error-shape <name>  the error body, of the two that the vendor documents:
                        reference (default) or guide
  --json                one line of JSON: baseUrl, inspector, port, apiKey,
                        payerId, and with --seed the ids by name

Options of init, which writes a seed file to start from:
  --file <file>         default seed.yaml
  --force               replace the file if there is one

Options of fault, which queues a fault in a running sandbox:
  --kind <kind>         status, redirect, latency, severed, severed-body,
                        stalled-body, truncated-json, html or oversized-body
  --operation <name>    such as createPayment; default: every operation
  --where <field=value> only for requests with this value. A field is method,
                        path, header.<name>, query.<name> or body.<path>; *
                        stands for any text. Repeat it for several fields.
  --after <number>      how many matching requests pass first; default 0
  --times <number>      how many requests it spoils; default 1. 0: all
  --status <number>     of kind status or redirect
  --retry-after <text>  of kind status
  --delay <ms>          wait first
  --clear               remove all queued faults instead
  --base-url <url>      default http://127.0.0.1:${DEFAULT_PORT}/api
  --json                one line of JSON: id

Examples:
  plastiq-connect sandbox
  plastiq-connect sandbox init && plastiq-connect sandbox --seed seed.yaml
  plastiq-connect sandbox --port 0 --ids 1 --json
  plastiq-connect sandbox fault --kind severed --operation createPayment \\
    --where body.payer.id=3f2c9a54-7d1e-4b86-9c0a-5e8d1f7b2a63

The API key that it prints is a published constant, and opens nothing else.
Ctrl-C and SIGTERM end it with exit code 0.`;
