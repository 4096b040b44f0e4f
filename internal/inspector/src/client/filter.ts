import type { InspectedRequest } from "../protocol.ts";
import { statusText } from "./status.ts";

/** Returns whether a request fits what was typed: part of a trace id, of the operation, path or bearer's label, its status, or the id of a resource that it is about. */
export function fits(request: InspectedRequest, typed: string): boolean {
  const wanted = typed.trim().toLowerCase();
  if (wanted === "") return true;
  const { traceId, responseTraceId, operation, method, path, bearer, fault, about } = request;
  if (about.includes(wanted)) return true;
  if (statusText(request) === wanted) return true;
  return [traceId, responseTraceId, operation, `${method} ${path}`, bearer?.label, bearer?.sha256, fault].some(
    (text) => text?.toLowerCase().includes(wanted) ?? false,
  );
}

/** Returns whether something went wrong with a request, or may have. */
export function isProblem({ status, fault, pending }: InspectedRequest): boolean {
  return fault !== null || (status === null ? !pending : status >= 300);
}
