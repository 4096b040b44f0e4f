import { it } from "vitest";
import { LOCAL_PAYER_ID } from "../index.ts";
import { eventually, useInspector } from "../testing/inspector-fixture.ts";

const fixture = useInspector();
const { inspect } = fixture;

it("says whom a queued fault affects, and whether the request takes effect all the same", async () => {
  const { control } = fixture.sandbox;
  const rest = { carriedOut: false, delayMs: 5, after: 2, times: null } as const;
  control.addFault({ operation: "createPayment", kind: "severed", payerId: LOCAL_PAYER_ID, ...rest });
  control.addFault({ operation: "*", kind: "redirect", status: 302, location: "/elsewhere", carriedOut: true });
  const page = await inspect();
  await eventually(() => page.locator(".fault .lower").allTextContents()).toEqual([
    `createPayment · has no effect · after 5 ms · payer ${LOCAL_PAYER_ID} · lets 2 pass`,
    "every operation · to /elsewhere · takes effect",
  ]);
});

it("removes one queued fault, and leaves the others", async () => {
  fixture.sandbox.control.addFault({ operation: "*", kind: "html" });
  fixture.sandbox.control.addFault({ operation: "createPayer", kind: "severed" });
  const page = await inspect();
  await page.getByRole("button", { name: "Remove the fault html" }).click();
  await eventually(() => fixture.sandbox.control.faults().map(({ kind }) => kind)).toEqual(["severed"]);
  await eventually(() => page.locator(".fault").count()).toBe(1);
});
