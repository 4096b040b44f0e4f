import { describe, expect, it } from "vitest";
import { LOCAL_PAYER_ID } from "./index.ts";
import { operationNames, operations } from "./registry.ts";
import { fixture } from "./testing/fixture.ts";

const located = (path: string) => path.replaceAll("{id}", LOCAL_PAYER_ID);
const sent = (method: string) => (method === "GET" ? { method } : { method, body: {} });

describe("an operation of the registry", () => {
  it.each(operationNames)("has a route, is logged by its name and can be given a fault: %s", async (name) => {
    const { call, control } = fixture();
    const { method, path } = operations[name];
    control.addFault({ operation: name, kind: "status", status: 418 });
    expect((await call(located(path), sent(method))).status).toBe(418);
    await call(located(path), sent(method));
    expect(["path_unknown", "method_wrong"]).not.toContain(control.seen()[1]?.refusal?.reason);
    expect(control.seen({ operation: name })).toHaveLength(2);
  });

  it.each(operationNames)("is a verb and a resource, and its path is relative to the base URL: %s", (name) => {
    expect(name).toMatch(/^[a-z]+[A-Z][A-Za-z]+$/);
    expect(operations[name].path).toMatch(/^(\/[a-z0-9-]+|\/\{id\})+$/);
  });
});
