import { describe, expect, it } from "vitest";
import { failureOf, fixture, NOBODY, PAYER, respondWith } from "../testing/fixture.ts";

const DELETIONS = (["payers", "recipients", "paymentMethods"] as const).map((resource) => ({
  resource,
  remove: (text: string) =>
    fixture({ fetch: respondWith(() => new Response(text, { status: 200 })) }).client[resource].delete(PAYER, NOBODY),
}));

describe.each(DELETIONS)("$resource.delete", ({ remove }) => {
  it.each(["", " \r\n", "{}", "null", "true", "[]", '"deleted"'])("accepts the content %j", async (text) => {
    expect(await remove(text)).toBeUndefined();
  });

  it.each(["<!doctype html><title>Sorry</title>", "Sorry", "{", "\u0000"])(
    "does not accept %j as a success",
    async (text) => {
      expect(await failureOf(remove(text))).toMatchObject({ code: "response_unreadable", outcome: "unknown" });
    },
  );
});
