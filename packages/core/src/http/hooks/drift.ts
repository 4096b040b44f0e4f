import { isObject } from "../../schema/kind.ts";
import { ANY, type Model } from "../../schema/model.ts";

/** A part of a response that is unknown to this release. It never contains a value. */
export interface Drift {
  /** An unknown field, an unknown value of an enum, or a success status that the vendor does not document. */
  readonly kind: "field" | "value" | "status";
  /** The path, such as `data.status`. For the HTTP status: `status`. */
  readonly path: string;
}

/** Compares a response with its known fields. Each difference is reported once. */
export function findDrift(status: number, body: string, model: Model | undefined): Drift[] {
  const found = new Map<string, Drift>();
  const report = (kind: Drift["kind"], path: string): void => void found.set(`${kind} ${path}`, { kind, path });
  if (![200, 201, 204].includes(status)) report("status", "status");
  if (model) {
    try {
      compare(JSON.parse(body), model, "", report);
    } catch {
      // A response that is not JSON fails the call, which reports it.
    }
  }
  return [...found.values()];
}

function compare(
  value: unknown,
  model: Model,
  path: string,
  report: (kind: Drift["kind"], path: string) => void,
): void {
  if (Array.isArray(value)) {
    for (const item of value) compare(item, model, path, report);
    return;
  }
  if (!isObject(value)) return;
  for (const [field, inner] of Object.entries(value)) {
    const known = Object.hasOwn(model, field) ? model[field] : undefined;
    // A field name is also the vendor's text: digits in it may be part of a card number.
    const at = (path && `${path}.`) + (/^(?!.*\d{3})[\w-]{1,60}$/.test(field) ? field : "(a field)");
    if (known === undefined) report("field", at);
    else if (known === ANY || inner === null) continue;
    else if (!Array.isArray(known)) compare(inner, known as Model, at, report);
    else if (![inner].flat().every((item) => known.includes(item))) report("value", at);
  }
}
