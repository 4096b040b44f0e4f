import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { SLOT, SLOT_FACTS, SLOT_SECRET } from "../../testing/upload-slot.ts";

describe("an UploadSlot", () => {
  it("prints [redacted], and reveals its fields only by name", () => {
    for (const printed of [inspect(SLOT), `${SLOT}`, JSON.stringify(SLOT), JSON.stringify({ ...SLOT })]) {
      expect(printed).not.toContain(SLOT_SECRET);
    }
    expect(SLOT.fields).toEqual(SLOT_FACTS.fields);
  });
});
