import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { UploadSlot } from "./upload-slot.ts";

const SECRET = "AKIA-canary-signature";
const FACTS = {
  url: "https://bucket.s3.example/",
  fields: { Key: "k/1", Policy: SECRET, "X-Amz-Signature": SECRET },
  filename: 'invoice "é".pdf',
  contentType: "application/pdf",
};
const SLOT = new UploadSlot(FACTS, "t");

describe("an UploadSlot", () => {
  it("prints [redacted], and reveals its fields only by name", () => {
    for (const printed of [inspect(SLOT), `${SLOT}`, JSON.stringify(SLOT), JSON.stringify({ ...SLOT })]) {
      expect(printed).not.toContain(SECRET);
    }
    expect(SLOT.fields).toEqual(FACTS.fields);
  });
});
