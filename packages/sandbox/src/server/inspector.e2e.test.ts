import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { LOCAL_API_KEY, LOCAL_PAYER_ID } from "../index.ts";
import { card } from "../testing/fixture.ts";
import { eventually, useInspector } from "../testing/inspector-fixture.ts";
import { populate } from "../testing/populate.ts";
import { startSandbox } from "./index.ts";

const fixture = useInspector();
const { inspect } = fixture;

async function send(path: string, body: object, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${fixture.sandbox.baseUrl}/${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${LOCAL_API_KEY}`, "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
}

const mint = (headers?: Record<string, string>) =>
  send("client-secrets", { payer: { id: LOCAL_PAYER_ID }, type: "CARD" }, headers);

const textOf = async (page: Page, selector: string) => (await page.locator(selector).first().textContent()) ?? "";

/** Lets no time pass on the page, however slow the machine is. */
async function stopClock(page: Page): Promise<void> {
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 10_000);
}

/** A browser cannot be kept from noting that an attempt failed. */
function expectLostConnection(): void {
  fixture.problems = fixture.problems.filter(
    (problem) => !/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED/.test(problem),
  );
}

it("shows a mint by itself, and its secret that counts down, is spent or expires", async () => {
  const page = await inspect();
  await page.locator("#empty").waitFor();
  const { clientSecret } = (await (await mint()).json()) as { clientSecret: string };
  const secret = page.locator(".secret").first();
  await secret.waitFor();
  await eventually(() => textOf(page, ".request .status")).toBe("200");
  expect(await textOf(page, ".request .operation")).toBe("createClientSecret");
  expect(await page.locator("#empty").isVisible()).toBe(false);
  expect(await secret.textContent()).toMatch(/client-secret-1.*(1:00|0:\d\d).*live/s);
  const seconds = async () => Number((await textOf(page, ".secret .upper")).slice(-2)) || 60;
  const before = await seconds();
  await eventually(seconds).toBeLessThan(before);

  const body = { type: "CARD", data: { ...card, expirationYear: "2099" } };
  await send("payment-methods", body, { authorization: `Bearer ${clientSecret}` });
  await eventually(() => secret.getAttribute("data-state")).toBe("spent");
  await mint();
  await eventually(() => page.locator(".secret").count()).toBe(2);
  expect(await secret.getAttribute("data-state")).toBe("live");
  await page.getByRole("button", { name: "Clock +60 s" }).click();
  await eventually(() => secret.getAttribute("data-state")).toBe("expired");
  expect(await textOf(page, "#clock-moved")).toBe("1 min ahead");
  expect(await page.content()).not.toContain(clientSecret);
  expect(await page.content()).not.toContain(card.accountNumber);
});

it("expires a secret on the page without a word from the sandbox", async () => {
  const page = await inspect();
  await mint();
  await page.locator(".secret[data-state=live]").waitFor();
  await fixture.sandbox.close();
  await page.locator("#connection", { hasText: "Lost" }).waitFor();
  await page.clock.install();
  await page.clock.fastForward(61_000);
  await eventually(() => page.locator(".secret").getAttribute("data-state")).toBe("expired");
  expectLostConnection();
});

it("injects a fault on the page, which spoils the next mint, and shows it", async () => {
  const page = await inspect();
  await page.getByLabel("Retry-After").fill("7");
  await page.getByRole("button", { name: "Inject fault" }).click();
  await page.locator(".fault").waitFor();
  expect(await textOf(page, ".fault")).toMatch(/status 503.*createClientSecret · Retry-After 7.*once/s);
  const response = await mint();
  expect([response.status, response.headers.get("retry-after")]).toEqual([503, "7"]);
  await eventually(() => page.locator(".fault").count()).toBe(0);
  await eventually(() => textOf(page, ".request .status")).toBe("503");
  expect(await textOf(page, ".request .reason")).toBe("Injected fault: status");
  expect((await mint()).status).toBe(200);

  await page.getByLabel("Kind").selectOption("redirect");
  expect(await page.getByLabel("Retry-After").isVisible()).toBe(false);
  await page.getByLabel("until removed").check();
  await page.getByRole("button", { name: "Inject fault" }).click();
  await page.locator(".fault", { hasText: "redirect 307" }).waitFor();
  await page.getByRole("button", { name: "Remove all" }).click();
  await eventually(() => fixture.sandbox.control.faults()).toEqual([]);
  await page.locator("#no-faults").waitFor();
});

it("filters what is typed, clicked, or in the address, also for a request that is long gone", async () => {
  const [first, second] = [crypto.randomUUID(), crypto.randomUUID()];
  await mint({ "trace-id": first });
  await mint({ "trace-id": second });
  const page = await inspect();
  const shown = () => page.locator(".request:visible").count();
  await eventually(shown).toBe(2);
  await page.keyboard.press("/");
  await page.keyboard.type(first.slice(0, 13));
  expect(await shown()).toBe(1);
  expect(await textOf(page, "#request-count")).toBe("1 of 2");
  await page.keyboard.press("Escape");
  expect(await shown()).toBe(2);
  await page.getByRole("button", { name: second }).click();
  expect(await shown()).toBe(1);
  expect(page.url()).toContain(`?trace=${second}`);
  await page.getByLabel("Filter by trace id").fill("nothing like it");
  await page.getByRole("button", { name: "Show all" }).click();
  expect(await shown()).toBe(2);
  for (let sent = 0; sent < 210; sent += 30) await Promise.all(Array.from({ length: 30 }, () => mint()));
  const later = await inspect(undefined, `/?trace=${first}`);
  await eventually(() => later.locator(".request:visible").count()).toBe(1);
  expect(await later.locator(".request:visible .trace-id").textContent()).toBe(first);
});

it("opens a request: every header, the body without secrets, the reason, and the request that explains it", async () => {
  await populate(fixture.sandbox);
  const page = await inspect();
  const row = page.locator(".request", { hasText: "The client secret was spent by request 7" });
  await row.locator("button.open").focus();
  await page.keyboard.press("Enter");
  const text = await row.locator(".detail").textContent();
  expect(text).toMatch(/end-user-device-id\s*8c1f5b0e-53a9-4d0f-9f5a-0b6f6cf0a1d2/);
  expect(text).toMatch(/authorization\s*\[redacted\]/);
  expect(text).toContain('"accountNumber": "[redacted]"');
  expect(text).toContain("The client secret has already been used.");
  await row.getByRole("button", { name: "Show request 7" }).click();
  expect(await page.locator("#request-7-detail").isVisible()).toBe(true);
  expect(await page.evaluate("document.activeElement.textContent")).toContain("Request 7, 200");
});

it("says that the payer of a client secret is deleted", async () => {
  const { id } = (await (await send("payers", { contact: { email: "a@b.example" } })).json()) as { id: string };
  await send("client-secrets", { payer: { id }, type: "CARD" });
  const page = await inspect();
  const payer = page.locator(".secret-name .lower").last();
  await eventually(() => payer.textContent()).toBe("a@b.example");
  const headers = { authorization: `Bearer ${LOCAL_API_KEY}` };
  await fetch(`${fixture.sandbox.baseUrl}/payers/${id}`, { method: "DELETE", headers });
  await eventually(() => payer.textContent()).toBe(`${id} (deleted)`);
});

it("shows the address of a payer after its name, in whatever direction that is written", async () => {
  const contact = { firstName: "שלום", lastName: "N1", email: "a@b.example" };
  await send("payers", { contact, businessName: "Beans" });
  const page = await inspect();
  const facts = page.locator("#payers .payer").first().locator(":scope > .lower");
  await eventually(() => facts.textContent()).toBe("שלום N1 · a@b.example");
  const [name = 0, email = 0] = await facts
    .locator("bdi")
    .evaluateAll((parts) => parts.map((each) => each.getBoundingClientRect().left));
  expect(name).toBeLessThan(email);
});

it("shows an e-mail address once when nothing else is known of a payer", async () => {
  await send("payers", { contact: { email: "a@b.example" } });
  const page = await inspect();
  const texts = page.locator(".payer").first().locator(".upper, :scope > .lower");
  await eventually(() => texts.allTextContents()).toEqual(["a@b.example", ""]);
});

it("shows markup in what a caller sends as text", async () => {
  const markup = `<img src=x onerror="document.title='taken'"><script>document.title='taken'</script><b>bold</b>`;
  await mint({ "user-agent": markup, "end-user-device-id": markup, "trace-id": markup, [`x-${"b"}`]: markup });
  const payer = { contact: { firstName: markup, lastName: "<i>", email: "a@b.example" }, businessName: markup };
  await send("payers", payer, { "user-agent": "x" });
  fixture.sandbox.control.addKey("<u>label</u>", "another-key");
  await send("client-secrets", { [markup]: markup }, { authorization: "Bearer <s>x</s>", "user-agent": "<em>" });
  const page = await inspect();
  await page.locator(".request").nth(2).waitFor();
  for (const button of await page.locator("button.open").all()) await button.click();
  expect(await page.locator("main :is(img, script, b, i, u, s, em)").count()).toBe(0);
  expect(await page.title()).toContain("Local sandbox");
  expect(await page.locator(".payer").first().textContent()).toContain(markup);
  expect(await page.locator("#request-1-detail").textContent()).toContain(markup);
});

it("notices a sandbox that goes, and finds it again when it is back", async () => {
  const page = await inspect();
  const { port } = fixture.sandbox;
  await mint();
  await page.locator(".request").waitFor();
  // Otherwise the page may find the sandbox by itself, before the button is clicked.
  await stopClock(page);
  await fixture.sandbox.close();
  await page.locator("#banner", { hasText: "The connection to the sandbox is lost." }).waitFor();
  fixture.sandbox = await startSandbox({ port });
  await page.getByRole("button", { name: "Try now" }).click();
  await page.locator("#connection", { hasText: "Live" }).waitFor();
  expect(await page.locator("#banner").isVisible()).toBe(false);
  await eventually(() => page.locator(".request").count()).toBe(0);
  expectLostConnection();
});

it("tells a screen reader of new requests together, and needs no mouse", async () => {
  const page = await inspect();
  await page.locator("#empty").waitFor();
  await stopClock(page);
  await Promise.all([mint(), mint(), mint()]);
  await eventually(() => page.locator(".request").count()).toBe(3);
  await page.clock.resume();
  await eventually(() => textOf(page, "#announcement")).toMatch(/^3 new requests, the last: 200 /);
  await page.keyboard.press("Tab");
  expect(await page.evaluate("document.activeElement.textContent")).toBe("Skip to the requests");
  for (let step = 0; step < 60; step += 1) {
    await page.keyboard.press("Tab");
    const outline = await page.evaluate(
      "document.activeElement === document.body ? 'on no element' : getComputedStyle(document.activeElement).outlineStyle",
    );
    expect(outline).not.toBe("none");
  }
});

it("asks twice before a reset, and lets values be copied", async () => {
  const page = await inspect();
  await mint();
  await page.locator(".request").waitFor();
  await page.getByText("Settings and a sample request").click();
  await page.getByRole("button", { name: "Copy settings" }).click();
  expect(await page.evaluate("navigator.clipboard.readText()")).toBe(
    `export PLASTIQ_BASE_URL=${fixture.sandbox.baseUrl}\nexport PLASTIQ_API_KEY=${LOCAL_API_KEY}`,
  );
  await stopClock(page);
  await page.getByRole("button", { name: "Reset" }).click();
  expect(fixture.sandbox.control.state().clientSecrets).toHaveLength(1);
  await page.getByRole("button", { name: "Reset everything?" }).click();
  await eventually(() => fixture.sandbox.control.state().clientSecrets).toHaveLength(0);
  await page.locator("#empty").waitFor();
});

it("moves the clock by the chosen step", async () => {
  const { control } = fixture.sandbox;
  const page = await inspect();
  const before = control.snapshot().now;
  await page.getByLabel("How far the clock moves").selectOption("7 days");
  await page.getByRole("button", { name: "Clock +7 days" }).click();
  await eventually(() => control.snapshot().now - before).toBeGreaterThanOrEqual(7 * 24 * 60 * 60_000);
});

it("never shows the page itself among the requests", async () => {
  const page = await inspect();
  await page.reload();
  await page.locator("#connection", { hasText: "Live" }).waitFor();
  await page.getByRole("button", { name: "Clock +60 s" }).click();
  expect(fixture.sandbox.control.seen()).toEqual([]);
});

it("opens a request to its whole exchange: the response too, without secrets", async () => {
  const page = await inspect();
  const { clientSecret } = (await (await mint()).json()) as { clientSecret: string };
  await send("client-secrets", {});
  await page.locator(".request").nth(1).waitFor();
  await page.locator("[aria-controls=request-1-detail]").click();
  const minted = page.locator("#request-1-detail");
  expect(await minted.getByLabel("Response body, redacted").textContent()).toContain('"clientSecret": "[redacted]"');
  expect(await minted.textContent()).toMatch(/Response headers.*cache-control\s*no-store/s);
  expect(await page.content()).not.toContain(clientSecret);
  await page.locator("[aria-controls=request-2-detail]").click();
  const refused = page.locator("#request-2-detail").getByLabel("Response body, redacted");
  expect(await refused.textContent()).toContain("payer is required.");
});

it("problems stay on the page after hundreds of good requests, and the counts say what is not shown", async () => {
  for (let failure = 0; failure < 14; failure += 1) await send("client-secrets", {});
  for (let sent = 0; sent < 500; sent += 50) await Promise.all(Array.from({ length: 50 }, () => mint()));
  const page = await inspect();
  await eventually(() => page.locator(".request").count()).toBe(214);
  expect(await textOf(page, "#request-count")).toBe("214 of 514");
  expect(await textOf(page, "#problem-count")).toBe("14");
  await page.locator("#only-problems").click();
  expect(await page.locator(".request:visible").count()).toBe(14);
  await Promise.all(Array.from({ length: 20 }, () => mint()));
  await eventually(() => textOf(page, "#request-count")).toBe("14 of 534");
  expect(await page.locator(".request").count()).toBe(214);

  expect(await textOf(page, "#secret-count")).toBe("100 of 520");
  const top = await page.evaluate("document.querySelector('#fault-form').getBoundingClientRect().top");
  expect(top).toBeLessThan(900);
});

it("keeps the form that injects a fault in reach at every width, however long the lists are", async () => {
  const person = { contact: { firstName: "Ada", lastName: "Moreau", email: "ada@harbour.example" } };
  await Promise.all(Array.from({ length: 40 }, () => [mint(), send("payers", person)]).flat());
  for (let queued = 0; queued < 40; queued += 1) fixture.sandbox.control.addFault({ operation: "*", kind: "severed" });
  const page = await inspect();
  await eventually(() => page.locator(".request").count()).toBe(80);
  await eventually(() => page.locator(".fault").count()).toBe(40);
  for (const width of [1440, 900, 768, 375]) {
    await page.setViewportSize({ width, height: 900 });
    const top = await page.evaluate("document.querySelector('#fault-form').getBoundingClientRect().top + scrollY");
    expect(top).toBeLessThan(2_400);
  }
});
