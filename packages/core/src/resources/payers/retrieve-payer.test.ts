import { describe, expect, it } from "vitest";
import { CANARY, expectInvalid } from "../../testing/expect-invalid.ts";
import { failureOf, fixture, NOBODY, PAYER } from "../../testing/fixture.ts";

describe("retrievePayer", () => {
  it("requests the payer, without a body", async () => {
    const { client, control } = fixture();
    expect(await client.payers.retrieve(PAYER.id, NOBODY)).toMatchObject(PAYER);
    const [seen] = control.seen();
    expect(seen).toMatchObject({ method: "GET", path: `/api/payers/${PAYER.id}`, body: undefined });
    expect(seen?.headers).not.toHaveProperty("content-type");
  });

  it("reports that there is none", async () => {
    const { client } = fixture();
    const failure = await failureOf(client.payers.retrieve("00000000-0000-4000-8000-000000000000", NOBODY));
    expect(failure).toMatchObject({ code: "not_found", outcome: "rejected", status: 404, attempts: 1 });
  });

  it.each([
    ["nothing", undefined, "id is missing"],
    ["null", null, "id must be a string"],
    ["a number", 7, "id must be a string"],
    ["text that is not a UUID", CANARY, "id must be a UUID"],
    ["a way to another path", `${PAYER.id}/../../keys`, "id must be a UUID"],
  ])("refuses %s as an id", async (_, id, reason) => {
    await expectInvalid((client) => client.payers.retrieve(id as never, NOBODY), reason);
  });
});
