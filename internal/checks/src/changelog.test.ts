import { expect, it } from "vitest";
import { getDependencyReleaseLine, getReleaseLine } from "../../../.changeset/changelog.ts";

const CORE = { name: "@plastiq-connect/core", newVersion: "1.1.0" };
const faster = { id: "one", summary: "Mints twice as fast.\n\nAlso on Sundays.\n", releases: [CORE] };
const both = { id: "two", summary: "No longer hangs.", releases: [CORE, { name: "@plastiq-connect/node" }] };

it("tells each package's users what they get, once and without hashes", async () => {
  expect(await getReleaseLine(both)).toBe("- No longer hangs.");
  expect(await getDependencyReleaseLine([faster, both], [CORE])).toBe(
    "- Through `@plastiq-connect/core`: Mints twice as fast.\n\n  Also on Sundays.\n- Goes with `@plastiq-connect/core` 1.1.0.",
  );
});

it("tells a change of a dependency in full to each package that has none of its own", async () => {
  expect(await getDependencyReleaseLine([both], [CORE])).toMatch(
    /^- Through `@plastiq-connect\/core`: No longer hangs\./,
  );
});
