import type { ConnectError } from "@plastiq-connect/node";

/** Exit codes of the program. Scripts can rely on them. */
export const ExitCode = {
  ok: 0,
  /** A bug in this program. */
  defect: 1,
  /** The command line, the configuration or the input is not valid; nothing took effect. */
  usage: 2,
  /** The API or the local sandbox refused the request, or the API's response cannot be used. */
  refused: 3,
  /** No connection, no response in time, or a local sandbox that fails. */
  network: 4,
  /** The command succeeded, but its result could not be written. */
  output: 5,
  /** Ctrl-C: 128 plus the number of SIGINT, as in shells. */
  interrupted: 130,
  /** 128 plus the number of SIGTERM. */
  terminated: 143,
} as const;

/** One of the numbers above. */
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** Returns the exit code for an error of the library. */
export function exitCodeOf({ code }: ConnectError): ExitCode {
  switch (code) {
    case "configuration_invalid":
    case "input_invalid":
      return ExitCode.usage;
    case "network_failed":
    case "timed_out":
      return ExitCode.network;
    case "aborted":
      return ExitCode.interrupted;
    default:
      return ExitCode.refused;
  }
}
