import type { Client } from "@plastiq-connect/core";
import type { Fault } from "@plastiq-connect/sandbox";
import type { RecordName } from "../case.ts";

/** The contract of one operation, as data. Its texts may hold the placeholders of a case. */
export interface OperationRow {
  /** The resource and its method, or a method of the client itself. */
  readonly on: readonly [resource: keyof Client, method?: string];
  /** The name by which the sandbox logs its requests. */
  readonly wire: Exclude<Fault["operation"], "*">;
  /** An input that the sandbox accepts. Left out: the method takes none. */
  readonly input?: unknown;
  /** The text of the file that the method takes after the input. */
  readonly file?: string;
  /** Records that must exist in the sandbox. */
  readonly records?: readonly RecordName[];
  /** Permission to retry when the outcome is `unknown`. */
  readonly replay: "safe" | "idempotency-key" | "never";
  /** True if the vendor documents the headers that describe the end user. */
  readonly endUser: boolean;
  /** The request, as it arrives. */
  readonly request: {
    readonly method: "GET" | "POST" | "PATCH" | "DELETE";
    readonly path: string;
    readonly query?: Readonly<Record<string, string>>;
    readonly body?: unknown;
  };
  /** The response of a success. */
  readonly success: {
    readonly status: number;
    readonly body?: unknown;
  };
}
