import { expect, it } from "vitest";
import { readHeaderBytes, sendHeaderBytes } from "./header-bytes.ts";

/** Returns the header that workerd writes for a value that `readHeaderBytes` reported. */
async function sentOn(value: string): Promise<string | undefined> {
  let written: string | undefined;
  const fetch = sendHeaderBytes(async (_, { headers }) => {
    written = headers["user-agent"];
    return new Response();
  });
  const headers = { "user-agent": readHeaderBytes(value) ?? "" };
  await fetch("https://vendor.example", { method: "GET", headers, redirect: "manual", signal: AbortSignal.abort() });
  return written;
}

it.each(["Plain/1.0", "Café", "CafÃ©", "名前", "😀", "\ufeffmark"])("returns %s unchanged", async (value) => {
  expect(await sentOn(value)).toBe(value);
});

it("shows core one character for each byte", () => {
  expect(readHeaderBytes("é名")).toBe("Ã©å\u0090\u008d");
});

it("returns undefined for bytes that workerd could not decode", () => {
  expect(readHeaderBytes("Caf\ufffd")).toBeUndefined();
});

it("sends no header that a script has added to Object.prototype", async () => {
  let written: object | undefined;
  const fetch = sendHeaderBytes(async (_, { headers }) => {
    written = headers;
    return new Response();
  });
  const init = { method: "GET", headers: { accept: "a" }, redirect: "manual", signal: AbortSignal.abort() } as const;
  Object.defineProperty(Object.prototype, "extend", { configurable: true, enumerable: true, value: "x" });
  const sent = fetch("https://vendor.example", init);
  Reflect.deleteProperty(Object.prototype, "extend");
  await sent;
  expect(written).toEqual({ accept: "a" });
  expect(Object.keys(written ?? {})).toEqual(["accept"]);
});

it("keeps bytes that are not UTF-8", async () => {
  let written: string | undefined;
  const fetch = sendHeaderBytes(async (_, { headers }) => {
    written = headers["user-agent"];
    return new Response();
  });
  const headers = { "user-agent": "Café" };
  await fetch("https://vendor.example", { method: "GET", headers, redirect: "manual", signal: AbortSignal.abort() });

  expect(written).toBe("Café");
});
