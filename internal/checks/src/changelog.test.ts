import { expect, it } from "vitest";
import { getDependencyReleaseLine, getReleaseLine } from "../../../.changeset/changelog.ts";

const CORE = { name: "@plastiq-connect/core", newVersion: "1.1.0" };
const faster = { id: "one", summary: "Mints twice as fast.\n\nAlso on Sundays.\n", releases: [CORE] };
const both = { id: "two", summary: "No longer hangs.", releases: [CORE, { name: "@plastiq-connect/node" }] };

it("describes a change once in each package, without hashes of commits", async () => {
  expect(await getReleaseLine(both)).toBe("- No longer hangs.");
  expect(await getDependencyReleaseLine([faster, both], [CORE])).toBe(
    "- Through `@plastiq-connect/core`: Mints twice as fast.\n- Goes with `@plastiq-connect/core` 1.1.0.",
  );
});

it("describes a change of a dependency in each package that depends on it", async () => {
  expect(await getDependencyReleaseLine([both], [CORE])).toMatch(
    /^- Through `@plastiq-connect\/core`: No longer hangs\./,
  );
});
