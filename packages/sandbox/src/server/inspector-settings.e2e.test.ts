import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { eventually, expectNoFinding, useInspector } from "../testing/inspector-fixture.ts";

const fixture = useInspector();
const settingsOf = () => fixture.sandbox.control.snapshot().settings;

async function openSettings(page: Page): Promise<Page> {
  await page.getByRole("button", { name: "Settings", exact: true }).click();
  await page.getByRole("dialog", { name: "Sandbox settings" }).waitFor();
  return page;
}

async function choose(page: Page, button: string, file: { name: string; text: string }): Promise<void> {
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: button }).click();
  await (await chooser).setFiles({
    name: file.name,
    mimeType: "application/json",
    buffer: Buffer.from(file.text),
  });
}

async function saved(page: Page, click: () => Promise<void>): Promise<{ name: string; text: string }> {
  const download = page.waitForEvent("download");
  await click();
  const file = await download;
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), "utf8") };
}

/** A browser notes every refusal. */
const expectRefusals = () => {
  fixture.problems = fixture.problems.filter((problem) => !problem.includes("status of 400"));
};

it("changes every setting, and shows what another client changed", async () => {
  const { control } = fixture.sandbox;
  const page = await openSettings(await fixture.inspect());
  await page.getByLabel("Error shape").selectOption("guide");
  await page.getByLabel("Status words").selectOption("openapi");
  await page.getByLabel("Pagination object").selectOption("without");
  await page.getByLabel("Intent on payments").selectOption("with");
  await page.getByLabel("Advance with the clock").check();
  await page.getByLabel("A payment takes (ms)").fill("250");
  await page.getByLabel("Card").fill("3.1");
  await page.getByLabel("Bank account").fill("0.5");
  await page.getByLabel("Cross-border").fill("2");
  await page.getByLabel("A key with another body is").selectOption("refused");
  await page.getByLabel("Replay refusals, too").check();
  await eventually(settingsOf).toEqual({
    ...{ errorShape: "guide", vocabulary: "openapi", pagination: "without", allowedIps: null },
    intentOnPayments: "with",
    ...{ autopilot: true, processingMs: 250 },
    fees: { card: "3.1", bank: "0.5", crossBorder: "2" },
    idempotency: { mode: "refused", replayErrors: true },
  });
  control.reset();
  await eventually(() => page.getByLabel("Status words").inputValue()).toBe("guide");
  await eventually(() => page.getByLabel("Card").inputValue()).toBe("2.85");
  await eventually(() => page.getByLabel("Advance with the clock").isChecked()).toBe(false);
});

it("makes the same ids from the same seed", async () => {
  const page = await openSettings(await fixture.inspect());
  const traceWith = async (seed: string) => {
    const done = page.waitForResponse(/id-seed$/);
    await page.getByLabel("Seed of the ids").fill(seed);
    await page.getByLabel("Seed of the ids").press("Enter");
    expect((await done).status()).toBe(204);
    return (await fetch(`${fixture.sandbox.baseUrl}/nothing`)).headers.get("trace-id");
  };
  const first = await traceWith("7");
  expect(await traceWith("8")).not.toBe(first);
  expect(await traceWith("7")).toBe(first);
  expect(await traceWith("")).not.toBe(first);
});

it("says why a value is refused, and shows the one that still holds", async () => {
  const page = await openSettings(await fixture.inspect());
  await page.getByLabel("Card").fill("a lot");
  await page.getByLabel("Card").press("Enter");
  await eventually(() => page.locator("#settings-message").textContent()).toContain("card must be a percentage");
  await eventually(() => page.getByLabel("Card").inputValue()).toBe("2.85");
  expectRefusals();
});

it("saves a snapshot and restores it, and names a file that is not one", async () => {
  const { control } = fixture.sandbox;
  control.setVocabulary("openapi");
  const page = await openSettings(await fixture.inspect());
  const snapshot = await saved(page, () => page.getByRole("link", { name: "Save snapshot" }).click());
  expect(snapshot.name).toBe("sandbox-snapshot.json");
  control.reset();
  await choose(page, "Restore snapshot…", snapshot);
  await eventually(() => settingsOf().vocabulary).toBe("openapi");
  const said = () => page.locator("#settings-message").textContent();
  await eventually(said).toBe("Restored sandbox-snapshot.json.");
  await choose(page, "Restore snapshot…", { name: "other.json", text: "{}" });
  await eventually(said).toBe("other.json: That is not a snapshot of this version of the sandbox.");
  await choose(page, "Restore snapshot…", { name: "other.json", text: "{" });
  await eventually(said).toBe("other.json is not valid JSON.");
  expectRefusals();
});

it("says that a file cannot be read any more, and takes it again", async () => {
  const page = await openSettings(await fixture.inspect());
  const folder = await mkdtemp(join(tmpdir(), "inspector-"));
  const file = join(folder, "gone.json");
  await writeFile(file, "{}");
  const input = page.locator("#restore-file");
  // The file goes between the choice and the reading of it.
  await input.evaluate((picker) => {
    picker.addEventListener("change", (event: Event) => event.stopImmediatePropagation(), {
      capture: true,
      once: true,
    });
  });
  await input.setInputFiles(file);
  await rm(folder, { recursive: true });
  await input.dispatchEvent("change");
  const said = () => page.locator("#settings-message").textContent();
  await eventually(said).toBe("gone.json cannot be read.");
  await eventually(() => input.inputValue()).toBe("");
});

it("loads a seed, and saves the settings as one", async () => {
  const { control } = fixture.sandbox;
  const page = await openSettings(await fixture.inspect());
  const said = () => page.locator("#settings-message").textContent();
  const contact = { firstName: "Ada", lastName: "Moreau", email: "ada@example.com" };
  const seed = { settings: { fees: { card: "9" } }, payers: { ada: { contact } } };
  await choose(page, "Load seed…", { name: "seed.json", text: JSON.stringify(seed) });
  await eventually(said).toBe("Created the records of seed.json.");
  expect(control.state().payers).toHaveLength(2);
  await choose(page, "Load seed…", { name: "seed.json", text: '{"payers":{"bob":{"contact":{}}}}' });
  await eventually(said).toMatch(/^seed\.json: payers\.bob\.contact/);
  const yaml = "payers:\n  bob:\n    contact: { firstName: Bob, lastName: Kim, email: bob@example.com }\n";
  await choose(page, "Load seed…", { name: "seed.yaml", text: yaml });
  await eventually(said).toBe("Created the records of seed.yaml.");
  expect(control.state().payers).toHaveLength(3);
  await choose(page, "Load seed…", { name: "seed.yml", text: "payers:\n  a: {}\n  a: {}\n" });
  await eventually(said).toBe("seed.yml: The seed is not valid YAML at line 3, column 3 (DUPLICATE_KEY).");
  await eventually(() => page.getByLabel("Card").inputValue()).toBe("9");
  const settings = await saved(page, () => page.getByRole("button", { name: "Save settings as seed" }).click());
  expect(settings.name).toBe("seed.json");
  control.reset();
  control.seed(JSON.parse(settings.text));
  expect(settingsOf().fees.card).toBe("9");
  expectRefusals();
});

it.each([
  { scheme: "dark", width: 1440 },
  { scheme: "light", width: 375 },
] as const)("passes axe, and Escape closes the dialog: $scheme, $width px", async (look) => {
  const page = await openSettings(await fixture.inspect(look));
  await expectNoFinding(page, { rules: { "target-size": { enabled: true } } }, look.width);
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  expect(await page.evaluate("document.activeElement.id")).toBe("open-settings");
});
