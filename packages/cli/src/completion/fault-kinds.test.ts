import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { runOnPipe } from "../testing/in-process.ts";

it("offers the kinds of faults that the help and the sandbox's README describe", async () => {
  const { stdout } = await runOnPipe(["complete", "--", "sandbox", "fault", "--kind", ""]);
  const kinds = stdout.match(/^[a-z][a-z-]*/gm) ?? [];
  const { stdout: help } = await runOnPipe(["sandbox", "--help"]);
  const [, listed = ""] = /--kind <kind>([\s\S]*?)\n {2}--/.exec(help) ?? [];
  const words = listed.match(/[a-z][a-z-]*/g) ?? [];
  expect(kinds).toContain("severed-body");
  expect(words.filter((word) => word !== "or").toSorted()).toEqual(kinds.toSorted());
  const readme = await readFile(new URL("../../../sandbox/README.md", import.meta.url), "utf8");
  const [table = ""] = /^\| kind [\s\S]*?\n\n/m.exec(readme) ?? [];
  const described = [...table.matchAll(/^\| `([a-z-]+)`/gm)].map(([, kind]) => kind);
  expect(described.toSorted()).toEqual(kinds.toSorted());
});
