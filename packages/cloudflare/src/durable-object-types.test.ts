import { expectTypeOf, it } from "vitest";
import type { ClaimNamespace, ClaimObject, JournalNamespace, JournalObject } from "./index.ts";

// As in the types that `wrangler types` generates.
interface DurableObjectBranded {
  readonly __DURABLE_OBJECT_BRAND: never;
}
interface DurableObjectNamespace<T extends DurableObjectBranded> {
  idFromName(name: string): { readonly name?: string };
  get(id: { readonly name?: string }): Pick<T, never> & {
    fetch(input: string, init?: { method?: string; body?: string | null }): Promise<Response>;
  };
}

it("works with the bindings that wrangler types generates", () => {
  expectTypeOf<DurableObjectNamespace<ClaimObject>>().toExtend<ClaimNamespace>();
  expectTypeOf<DurableObjectNamespace<JournalObject>>().toExtend<JournalNamespace>();
});
