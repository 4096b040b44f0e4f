import { ANY, type Model } from "../../schema/model.ts";

/** Something in a response that this release does not know. It never holds a value. */
export interface Drift {
  /** An unknown field, an unknown value of an enum, or a success status that the vendor does not document. */
  readonly kind: "field" | "value" | "status";
  /** Where it is, such as `data.status`. `status` for the HTTP status. */
  readonly path: string;
}

/** Compares a response with what is known of it. Each finding is reported once. */
export function findDrift(status: number, body: string, model: Model | undefined): Drift[] {
  const found = new Map<string, Drift>();
  const report = (kind: Drift["kind"], path: string): void => void found.set(`${kind} ${path}`, { kind, path });
  if (status !== 200 && status !== 201 && status !== 204) report("status", "status");
  if (model && body) {
    try {
      compare(JSON.parse(body), model, "", report);
    } catch {
      // What is not JSON fails the call, which reports it better.
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
  if (typeof value !== "object" || value === null) return;
  for (const [field, inner] of Object.entries(value)) {
    const known = Object.hasOwn(model, field) ? model[field] : undefined;
    // The name of a field is the vendor's text, too: digits in it may be a number in the wrong place.
    const at = (path && `${path}.`) + (/^(?!.*\d{3})[\w-]{1,60}$/.test(field) ? field : "(a field)");
    if (known === undefined) report("field", at);
    else if (known === ANY || inner === null) continue;
    else if (!Array.isArray(known)) compare(inner, known as Model, at, report);
    else if (![inner].flat().every((item) => known.includes(item))) report("value", at);
  }
}
