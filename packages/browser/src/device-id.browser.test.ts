import wholePackage from "virtual:whole-package";
import { afterEach, expect, it, vi } from "vitest";
import { deviceId } from "./index.ts";

const UUID_V4 = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
const KEY = "plastiq-connect.device-id";

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  localStorage.clear();
});

it("stores the id, and reads it back on the next page", async () => {
  const id = deviceId();
  expect(id).toMatch(UUID_V4);
  expect(localStorage.getItem(KEY)).toBe(id);
  expect(deviceId()).toBe(id);

  const stored = crypto.randomUUID();
  localStorage.setItem(KEY, stored);
  expect(deviceId()).toBe(stored);
});

it("replaces a stored text that is not an id", () => {
  localStorage.setItem("own", "<script>");
  const id = deviceId({ key: "own" });
  expect(id).toMatch(UUID_V4);
  expect(localStorage.getItem("own")).toBe(id);
});

it("keeps the id for the life of the page where storage is blocked", () => {
  const blocked = vi.spyOn(window, "localStorage", "get").mockImplementation(() => {
    throw new DOMException("Access is denied for this document.", "SecurityError");
  });
  const id = deviceId({ key: "blocked" });
  expect(id).toMatch(UUID_V4);
  expect(deviceId({ key: "blocked" })).toBe(id);
  expect(blocked).toHaveBeenCalled();
});

it("works in a frame with an opaque origin, where Chromium blocks storage", async () => {
  const script = `
    ${wholePackage}
    let blocked = false;
    try { localStorage } catch { blocked = true }
    const { deviceId } = plastiqConnect;
    parent.postMessage({ blocked, ids: [deviceId(), deviceId()] }, "*");`;
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-scripts");
  frame.srcdoc = `<script>${script.replaceAll("</", "<\\/")}</script>`;
  const message = new Promise<MessageEvent>((resolve) => addEventListener("message", resolve, { once: true }));
  document.body.append(frame);
  const { blocked, ids } = (await message).data;
  frame.remove();

  expect(blocked).toBe(true);
  expect(ids[0]).toMatch(UUID_V4);
  expect(ids[1]).toBe(ids[0]);
});

it("keeps the id for the life of the page where storage is full", () => {
  vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
    throw new DOMException("The quota has been exceeded.", "QuotaExceededError");
  });
  const id = deviceId({ key: "full" });
  expect(deviceId({ key: "full" })).toBe(id);
  expect(localStorage.getItem("full")).toBeNull();
});

it("works without a secure context", () => {
  vi.stubGlobal("crypto", { getRandomValues: crypto.getRandomValues.bind(crypto) });
  const ids = Array.from({ length: 200 }, (_, number) => deviceId({ key: `insecure-${number}` }));
  for (const id of ids) expect(id).toMatch(UUID_V4);
  expect(new Set(ids).size).toBe(200);
});
