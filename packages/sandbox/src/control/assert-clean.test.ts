import { describe, expect, it } from "vitest";
import { LOCAL_API_KEY } from "../index.ts";
import { startSandbox } from "../server/index.ts";
import { paymentBench } from "../testing/payment-bench.ts";
import { remoteControl } from "./index.ts";

const KEY = "7e57a11e-0000-4000-8000-000000000001";

describe("assertClean", () => {
  it("passes after good requests and spoilt responses", async () => {
    const { control, payment, call } = paymentBench();
    await payment();
    control.addFault({ operation: "listCategories", kind: "status", status: 503 });
    await call("/categories");
    control.assertClean();
  });

  it("names requests that were refused or look doubtful, and why", async () => {
    const { control, intent, payIntent, call } = paymentBench();
    await payIntent((await intent()).id, KEY);
    await payIntent((await intent()).id, KEY);
    await call("/recipients?limit=0");
    const message = /used with another request body[^\n]*\n#\d+ GET \/api\/recipients\?limit=0: field_invalid: limit/;
    expect(() => control.assertClean()).toThrow(message);
    control.clearSeen();
    control.assertClean();
  });

  it("works from another process", async () => {
    const sandbox = await startSandbox();
    const control = remoteControl(sandbox.origin);
    await control.assertClean();
    await fetch(`${sandbox.baseUrl}/payers/1`, { headers: { authorization: `Bearer ${LOCAL_API_KEY}` } });
    await expect(control.assertClean()).rejects.toThrow("resource_unknown: The payer does not exist.");
    await sandbox.close();
  });
});
