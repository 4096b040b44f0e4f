import { describe, expect, it } from "vitest";
import { details } from "../testing/fixture.ts";
import { paymentFixture } from "../testing/payment-fixture.ts";

describe("a list", () => {
  it("pages by offset and limit, oldest first, ten at a time by default", async () => {
    const { recipient, get } = paymentFixture();
    for (let n = 0; n < 12; n += 1) await recipient({ businessName: `R${n}` });
    const names = ({ data }: { data: { businessName: string }[] }) => data.map(({ businessName }) => businessName);
    const first = await get("/recipients");
    expect(names(first)).toEqual(["R0", "R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8", "R9"]);
    expect(first.pagination).toEqual({ offset: 0, limit: 10, total: 12, hasNextPage: true });
    const last = await get("/recipients?offset=10&limit=2");
    expect([names(last), last.pagination.hasNextPage]).toEqual([["R10", "R11"], false]);
    const beyond = await get("/recipients?offset=12");
    expect(beyond).toEqual({ data: [], pagination: { offset: 12, limit: 10, total: 12, hasNextPage: false } });
  });

  it("has no pagination object when the sandbox is told so", async () => {
    const { recipient, get, control } = paymentFixture();
    await recipient();
    control.setPagination("without");
    expect(Object.keys(await get("/recipients"))).toEqual(["data"]);
    expect(Object.keys(await get("/categories"))).toEqual(["data"]);
  });

  it.each([
    ["limit=0", "limit must be an integer from 1 to 100."],
    ["limit=101", "limit must be an integer from 1 to 100."],
    ["limit=ten", "limit must be an integer from 1 to 100."],
    ["limit=", "limit must be an integer from 1 to 100."],
    ["offset=-1", "offset must be an integer from 0 to 2147483647."],
    ["offset=1.5", "offset must be an integer from 0 to 2147483647."],
    ["payerId=me", "payerId must be a UUID."],
    ["page=2", "page is not a known field."],
  ])("refuses ?%s", async (query, detail) => {
    const { call } = paymentFixture();
    const refused = await call(`/recipients?${query}`);
    expect([refused.status, details(refused)]).toEqual([400, [detail]]);
  });
});
