// What the documentation's pages say of the library, held against the library.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createSandbox, type Fault, LOCAL_API_KEY, LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { createMarkdownRenderer, disposeMdItInstance } from "vitepress";
import { afterEach, describe, expect, it } from "vitest";
import {
  ConnectError,
  createClient,
  createMintEndpoint,
  type ErrorCode,
  endUserFrom,
  isConnectError,
  PROBLEM_TYPE,
} from "../../packages/node/dist/index.js";
import { githubSlug } from "../.vitepress/github-slug.ts";
import { deadLinks, readPage } from "../scripts/dead-links.ts";

const sandbox = createSandbox();
afterEach(() => sandbox.control.reset());
const connect = createClient({
  apiKey: LOCAL_API_KEY,
  fetch: (url, init) => sandbox.fetch(new Request(url, init)),
});

const CALLS = {
  mint: () => connect.clientSecrets.create({ payer: { id: LOCAL_PAYER_ID } }, { endUser: "none" }),
  payer: () =>
    connect.payers.create(
      { contact: { firstName: "Ada", lastName: "Example", email: "ada@example.com" } },
      { endUser: "none" },
    ),
};

function read(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
}

/** The error that a call ends in when every response is this status. */
async function errorOf(call: () => Promise<unknown>, status: number): Promise<ConnectError> {
  // No pause before a retry.
  const fault: Fault =
    status === 200
      ? { operation: "*", kind: "html", times: null }
      : status < 400
        ? { operation: "*", kind: "redirect", status, times: null }
        : { operation: "*", kind: "status", status, retryAfter: "0", times: null };
  sandbox.control.clearFaults();
  sandbox.control.addFault(fault);
  const error: unknown = await call().catch((reason: unknown) => reason);
  if (!isConnectError(error)) throw new Error(`${status} is not an error.`);
  return error;
}

describe("the page of errors", () => {
  const sections = new Map(
    read("docs/guide/errors.md")
      .split(/^## /m)
      .flatMap((section) => {
        const [, code] = /^`(\w+)`\n/.exec(section) ?? [];
        return code === undefined ? [] : [[code, section] as const];
      }),
  );

  it("has a section for each code, and for no other", () => {
    const [, union = ""] = /export type ErrorCode =([^;]*);/.exec(read("packages/core/src/outcome.ts")) ?? [];
    const codes = [...union.matchAll(/"(\w+)"/g)].map(([, code]) => code);
    expect(codes.length).toBeGreaterThan(10);
    expect([...sections.keys()]).toEqual(codes);
    for (const section of sections.values()) {
      expect(section).toMatch(/\*\*What happened\.\*\* \S[\s\S]*\*\*What to do\.\*\* \S/);
    }
  });

  it("has the anchor that docsUrl names, also when VitePress has rendered it", async () => {
    const file = "docs/guide/errors.md";
    const docs = fileURLToPath(new URL("..", import.meta.url));
    const renderer = await createMarkdownRenderer(docs, { highlight: () => "", anchor: { slugify: githubSlug } }, "/");
    const { anchors } = readPage(await renderer.renderAsync(read(file), { path: `${docs}guide/errors.md` }));
    disposeMdItInstance();
    for (const code of sections.keys()) {
      const url = new ConnectError({ code: code as ErrorCode, outcome: "unknown", message: "" }).docsUrl;
      expect(url).toBe(`https://github.com/plastiq-connect/plastiq-connect/blob/main/${file}#${code}`);
      expect(anchors).toContain(new URL(url).hash.slice(1));
    }
  });

  it("names the statuses and the outcome of each", async () => {
    for (const [code, section] of sections) {
      const [, statuses = "none"] = /^- status: (.+)$/m.exec(section) ?? [];
      for (const [status] of statuses.matchAll(/\d+/g)) {
        const error = await errorOf(CALLS.payer, Number(status));
        const [, outcome] = /^- outcome: `(.+)`$/m.exec(section) ?? [];
        expect({ status, code: error.code, outcome: error.outcome }).toEqual({ status, code, outcome });
      }
    }
  });
});

it.each([
  ["mint", "safe"],
  ["payer", "never"],
] as const)("names on the page of retries every status after which a %s is retried (%s)", async (call, replay) => {
  const row = read("docs/guide/retries.md")
    .split("\n")
    .find((line) => line.startsWith(`| \`${replay}\` |`));
  const named = [...(row ?? "").matchAll(/\d{3}/g)].map(Number);
  const repeated: number[] = [];
  for (const status of [307, ...Array.from({ length: 112 }, (_, index) => 400 + index)]) {
    const { attempts } = await errorOf(CALLS[call], status);
    if (attempts > 1) repeated.push(status);
  }
  expect(named).toEqual(repeated);
});

it("shows on the page of proxies what endUserFrom makes of each row", () => {
  const [, table = ""] =
    /^\| `X-Forwarded-For` \|.*\n\|[-| ]+\n((?:\|.*\n)+)/m.exec(read("docs/guide/proxies.md")) ?? [];
  const rows = table.trim().split("\n");
  expect(rows.length).toBeGreaterThan(8);
  for (const row of rows) {
    const [forwarded, peer, hops, ip] = row
      .split("|")
      .slice(1, 5)
      .map((cell) => (cell.trim() === "–" ? undefined : cell.trim()));
    const inbound = { peer, header: (name: string) => (name === "x-forwarded-for" ? forwarded : undefined) };
    expect({ row, ip: endUserFrom(inbound, { trustedHops: Number(hops) }).ip }).toEqual({ row, ip });
  }
});

describe("the page of the mint endpoint", () => {
  const page = read("docs/guide/mint-endpoint.md");
  const rows = new Map([...page.matchAll(/^\| `([a-z-]+)` \| (\d{3}) \|/gm)].map(([, name, status]) => [name, status]));

  it("has a row for each problem, with its status", () => {
    const problems =
      /PROBLEMS[^=]*= \{([\s\S]*?)\n\};/.exec(read("packages/core/src/mint-endpoint/problem.ts"))?.[1] ?? "";
    const real = [...problems.matchAll(/^ {2}"?([a-z-]+)"?: \[(\d{3}),/gm)].map(([, name, status]) => [name, status]);
    expect(real.length).toBeGreaterThan(8);
    expect([...rows]).toEqual(real);
  });

  it("names the prefix of types, and each request that is refused before authorize", async () => {
    expect(page).toContain(PROBLEM_TYPE);
    const mint = createMintEndpoint({
      client: connect,
      allowedOrigins: ["https://shop.example"],
      authorize: () => ({ refused: "unauthenticated" }),
    });
    const ask = async (init: RequestInit): Promise<unknown> => {
      const request = new Request("https://shop.example/client-secret", { method: "POST", ...init });
      const inbound = { header: () => undefined, peer: undefined };
      const { type, status } = JSON.parse(await (await mint(request, { inbound, native: undefined })).text());
      return [type.slice(PROBLEM_TYPE.length), String(status)];
    };
    const headers = { origin: "https://shop.example" };
    const told = (name: string) => [name, rows.get(name)];
    expect(await ask({ method: "PUT", headers })).toEqual(told("method-not-allowed"));
    expect(await ask({})).toEqual(told("origin-refused"));
    expect(await ask({ headers: { ...headers, "content-length": "1025" } })).toEqual(told("body-too-large"));
    expect(await ask({ headers })).toEqual(told("unauthenticated"));
  });
});

it("finds a link to a page, or to a place in it, that does not exist", () => {
  const page = readPage('<a href="/here.html#there">a</a> <a :href="url">b</a> <a class="c" href="./gone.html">d</a>');
  const here = readPage(
    '<h2 id="where">e</h2> <a href="#where">f</a> <a href="https://example.com/">g</a> <a href="/">h</a>',
  );
  const pages = new Map([
    ["index.html", page],
    ["here.html", here],
  ]);
  expect(deadLinks(pages)).toEqual([
    "index.html links to /here.html#there: not there.",
    "index.html links to ./gone.html: not there.",
  ]);
});
