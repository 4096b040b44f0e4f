import readmeExample from "virtual:readme-example";
import { afterEach, expect, it, vi } from "vitest";
import { commands, page, userEvent } from "vitest/browser";

const { sandbox } = await commands.places();

afterEach(() => {
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

it("runs the README's example unchanged", async () => {
  await commands.reset();
  // The local sandbox replaces the vendor's; everything else is real.
  const { fetch } = window;
  vi.stubGlobal("fetch", (url: string, init: RequestInit) =>
    fetch(url.replace("https://connect.sandbox.plastiq.com", sandbox), init),
  );
  const names = ["name", "number", "cvv", "expiry", "line1", "city", "state", "postal-code"];
  const values = ["Ada", "4242 4242 4242 4242", "123", "12 / 99", "1 Main St", "Austin", "TX", "78701"];
  document.body.innerHTML = `<form>
    ${names.map((name) => `<input name="${name}">`).join("")}
    <button>Store</button><output></output>
  </form>`;
  const inputs = [...document.querySelectorAll("input")];
  for (const [index, input] of inputs.entries()) input.value = values[index] ?? "";
  const script = document.createElement("script");
  script.textContent = readmeExample;
  document.body.append(script);

  await userEvent.click(page.getByRole("button"));
  await vi.waitFor(() => expect(document.querySelector("output")?.value).toBe("Stored: Visa ending in 4242"), 20_000);

  expect(inputs.map(({ value }) => value).join("")).toBe("");
  expect((await commands.control("state")).paymentMethods).toHaveLength(1);
  const [minting] = await commands.control("seen", { operation: "createClientSecret" });
  expect(minting?.headers["end-user-device-id"]).toBe(localStorage.getItem("plastiq-connect.device-id"));
});
