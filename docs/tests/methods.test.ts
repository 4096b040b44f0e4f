// What the pages list of the API, held against the client and the sandbox.
import { readFileSync } from "node:fs";
import { createSandbox, LOCAL_API_KEY } from "@plastiq-connect/sandbox";
import { describe, expect, it } from "vitest";
import { createClient } from "../../packages/node/dist/index.js";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

/** Returns the row of a table whose first cell is this. */
const rowOf = (page: string, cell: string) => page.split("\n").find((line) => line.startsWith(`| ${cell} |`)) ?? "";

/** Returns `paymentMethods` in other words: `payment-methods`, `payment methods`. */
const spaced = (resource: string, space: string) =>
  resource.replace(/[A-Z]/g, (letter) => space + letter.toLowerCase());

const resources = Object.entries(createClient({ apiKey: LOCAL_API_KEY })).flatMap(([name, value]) =>
  typeof value === "object" && value !== null ? [[name, Object.keys(value)] as const] : [],
);

describe.each(resources)("the methods of %s", (resource, methods) => {
  it("are all in the table of the README", () => {
    const row = rowOf(read("README.md"), `\`${resource}\``);
    expect(methods.filter((method) => !row.includes(`\`${method}\``))).toEqual([]);
  });

  it("are all in the table of the concepts", () => {
    const row = rowOf(read("docs/guide/concepts.md"), spaced(resource, " "));
    expect(
      methods.filter((method) => !row.includes(`\`${method}\``) && !row.includes(`\`${resource}.${method}\``)),
    ).toEqual([]);
  });

  it("are all on the page of the resource", () => {
    const page = read(`docs/resources/${spaced(resource, "-")}.md`);
    expect(methods.filter((method) => !page.includes(`\`${resource}.${method}\``))).toEqual([]);
  });
});

it("lists every operation in the README of the sandbox", async () => {
  const response = await createSandbox().fetch(new Request("http://any.host/openapi.json"));
  const { paths } = (await response.json()) as { paths: Record<string, Record<string, { operationId: string }>> };
  const names = Object.values(paths).flatMap((path) => Object.values(path).map(({ operationId }) => operationId));
  const page = read("packages/sandbox/README.md");
  expect(names.length).toBeGreaterThan(20);
  expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});
