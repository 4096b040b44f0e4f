import { request } from "node:http";
import { afterEach, expect, it } from "vitest";
import { LOCAL_API_KEY } from "../index.ts";
import { fixture } from "../testing/fixture.ts";
import { type RunningSandbox, startSandbox } from "./index.ts";

const open: RunningSandbox[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((sandbox) => sandbox.close()));
});

const files = { "/": "text/html", "/inspector.css": "text/css", "/inspector.js": "text/javascript" };

function get(path: string, { sandbox } = fixture()): Promise<Response> {
  return sandbox.fetch(new Request(`http://any.host${path}`));
}

it("serves the page by sandbox.fetch, under a policy that lets nothing else in", async () => {
  for (const [path, type] of Object.entries(files)) {
    const { status, headers } = await get(path);
    expect([path, status, headers.get("content-type")]).toEqual([path, 200, `${type}; charset=utf-8`]);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    const policy = headers.get("content-security-policy")?.split("; ");
    expect(policy).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "img-src data:",
        "frame-ancestors 'none'",
        "base-uri 'none'",
      ]),
    );
    expect(policy?.join()).not.toContain("unsafe");
  }
});

it("has no code or style in the page, and no way to write markup", async () => {
  const html = await (await get("/")).text();
  expect(html).not.toMatch(/<style|<script(?![^>]* src="\/inspector\.js")|\sstyle=|\son[a-z]+=|javascript:/i);
  const script = await (await get("/inspector.js")).text();
  expect(script).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|cssText/);
  expect(script).not.toContain("node:");
});

it("stays small, and asks no other server for anything", async () => {
  const texts = await Promise.all(Object.keys(files).map(async (path) => (await get(path)).text()));
  expect(texts.join("").length).toBeLessThan(72_000);
  const addresses = texts.join("").match(/https?:\/\/[^/'"\s)]+/g) ?? [];
  // The namespace of SVG is a name, not an address.
  expect(addresses.filter((address) => address !== "http://www.w3.org")).toEqual([]);
});

it("neither logs nor spoils the page and what a browser asks for by itself", async () => {
  const used = fixture();
  used.control.addFault({ operation: "*", kind: "severed", times: null });
  for (const path of Object.keys(files)) expect((await get(path, used)).status).toBe(200);
  const others = ["/favicon.ico", "/.well-known/appspecific/com.chrome.devtools.json", "/control/events"];
  for (const path of others) expect([path, (await get(path, used)).status]).toEqual([path, 404]);
  expect(used.control.seen()).toEqual([]);
});

it("logs a caller that has lost its way to the page", async () => {
  const { sandbox, control } = fixture();
  const lost = new Request("http://any.host/", { method: "POST", body: "{}" });
  expect((await sandbox.fetch(lost)).status).toBe(404);
  expect(control.seen()).toMatchObject([{ method: "POST", path: "/", status: 404 }]);
});

it("serves the page at its one right address, and shows the way from every other", async () => {
  const sandbox = await startSandbox();
  open.push(sandbox);
  expect(await (await fetch(sandbox.origin)).text()).toContain("<h1>Local sandbox</h1>");
  for (const host of [`localhost:${sandbox.port}`, "evil.example"]) {
    const reply = await new Promise<[number | undefined, string | undefined]>((resolve) => {
      const options = { host: "127.0.0.1", port: sandbox.port, path: "/?trace=abc", headers: { host } };
      request(options, (response) => resolve([response.resume().statusCode, response.headers.location])).end();
    });
    expect([host, ...reply]).toEqual([host, 307, `${sandbox.origin}/?trace=abc`]);
  }
  expect(sandbox.control.seen()).toEqual([]);
});

it("contains no key in the page, not even the published one", async () => {
  const used = fixture({ apiKeys: [{ label: "own", key: "a-key-of-my-own" }] });
  const texts = await Promise.all(Object.keys(files).map(async (path) => (await get(path, used)).text()));
  expect(texts.join("")).not.toContain("a-key-of-my-own");
  expect(texts.join("")).not.toContain(LOCAL_API_KEY);
});
