import type { ConnectError } from "@plastiq-connect/node";

/** What the program ends with; a promise to scripts. */
export const ExitCode = {
  ok: 0,
  /** A mistake in this program. */
  defect: 1,
  /** The command line, the configuration or the input cannot be used; nothing was sent. */
  usage: 2,
  /** The API refused, or answered what cannot be used. */
  refused: 3,
  /** No connection, or no answer in time. */
  network: 4,
  /** Ctrl-C: 128 and the number of SIGINT, as shells have it. */
  interrupted: 130,
  /** 128 and the number of SIGTERM. */
  terminated: 143,
} as const;

/** One of the numbers above. */
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** The exit code that an error of the library means. */
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
