import { expect } from "vitest";
import { fillIn, save, textOf, untilState } from "../testing/checkout.ts";
import { BOTH, endToEnd, minted, spends } from "../testing/e2e.ts";
import { startForeignPages } from "../testing/foreign-page.ts";
import { addressOf } from "../testing/invoice.ts";

const it = endToEnd(BOTH);

it("can neither be embedded by another origin nor lend it the mint endpoint", async (page, site, problems) => {
  const foreign = await startForeignPages();
  const mint = (mode: RequestMode) =>
    page.evaluate(
      (url, mode) => fetch(url, { method: "POST", credentials: "include", mode }).then(({ status }) => status, String),
      site.mintEndpoint,
      mode,
    );
  expect(await mint("cors")).toBe(200);
  expect(minted(site)).toHaveLength(1);
  // Another port is the same site: the cookie is sent along, and only the origin tells them apart.
  for (const host of ["127.0.0.1", "localhost"]) {
    const origin = `http://${host}:${foreign.port}`;
    const framed = async (url: string) => {
      await page.goto(`${origin}/frame?${encodeURIComponent(url)}`);
      const [, frame] = page.frames();
      return await frame?.evaluate(() => document.body?.textContent ?? "").catch(() => "");
    };
    expect(await framed(`${origin}/`)).toContain("Win a prize");
    expect(await framed(site.page)).not.toMatch(/add a card/i);
    await page.goto(`${origin}/`);
    expect(await mint("cors")).toMatch(/^TypeError/);
    expect(await mint("no-cors")).toBe(0);
  }
  foreign.close();
  for (const problem of problems.splice(0))
    expect(problem).toMatch(/frame-ancestors|X-Frame-Options|CORS|Cross-Origin|cross-site/i);
  expect(minted(site)).toHaveLength(1);
});

it("is served with headers that let it send to three addresses only", async (page, site, problems) => {
  const [policy = "", ofInvoice] = await Promise.all(
    [site.page, addressOf(site, "1042")].map(async (url) => {
      const { headers } = await fetch(url);
      return headers.get("content-security-policy") ?? "";
    }),
  );
  expect(ofInvoice).toBe(policy);
  expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self'; /);
  const { mintEndpoint, invoicesEndpoint, sandbox } = site;
  expect(policy).toContain(`connect-src ${mintEndpoint} ${invoicesEndpoint}/ ${sandbox.baseUrl}/payment-methods;`);
  expect(policy).not.toContain("unsafe");
  const tried = (url: string) => page.evaluate((url) => fetch(url).then(() => "sent", String), url);
  expect(await tried(site.page)).toContain("TypeError");
  expect(await tried(`${site.sandbox.baseUrl}/payers`)).toContain("TypeError");
  for (const problem of problems.splice(0)) expect(problem).toMatch(/Content.Security.Policy/);
});

it("knows that nothing was sent when its own policy blocks the vendor", async (page, site, problems) => {
  await page.evaluate((mintEndpoint) => {
    const meta = document.createElement("meta");
    meta.httpEquiv = "Content-Security-Policy";
    meta.content = `connect-src ${mintEndpoint}`;
    document.head.append(meta);
  }, site.mintEndpoint);
  await fillIn(page);
  await save(page);
  await untilState(page, "unavailable");
  expect(await textOf(page, "notice")).toContain("Your card was not saved");
  expect([minted(site).length, spends(site).length]).toEqual([1, 0]);
  for (const problem of problems.splice(0)) expect(problem).toMatch(/Content.Security.Policy/);
});
