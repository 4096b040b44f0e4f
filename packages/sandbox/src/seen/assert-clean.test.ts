import { request } from "node:http";
import { describe, expect, it } from "vitest";
import { LOCAL_API_KEY, LOCAL_PAYER_ID } from "../index.ts";
import { startSandbox } from "../server/index.ts";
import { fixture } from "../testing/fixture.ts";

const payer = `/payers/${LOCAL_PAYER_ID}`;

describe("assertClean", () => {
  it("passes when every request succeeded or was affected by a fault", async () => {
    const { call, control } = fixture();
    await call(payer);
    control.addFault({ operation: "*", kind: "status", status: 503 });
    await call(payer);
    expect(() => control.assertClean()).not.toThrow();
  });

  it.each([
    ["a refused request", "/payers/nobody", "GET /api/payers/nobody, 404: The payer does not exist."],
    ["an unknown path", "/nothing", "GET /api/nothing, 404: There is nothing at this path."],
    ["a query that the operation does not have", `${payer}?expand=all`, "200: The operation has no query parameters."],
  ])("names %s", async (_, path, sentence) => {
    const { call, control } = fixture();
    await call(payer);
    await call(path);
    expect(() => control.assertClean()).toThrow(sentence);
    expect(() => control.assertClean()).toThrow("request 2:");
    control.clearSeen();
    expect(() => control.assertClean()).not.toThrow();
  });

  it.each([
    ["refused requests", "/payers/nobody", "1 more that the log no longer has"],
    ["requests with a warning", `${payer}?expand=all`, "3 more that the log no longer has"],
  ])("counts %s that the log no longer has", async (_, path, sentence) => {
    const { call, control } = fixture({ log: { entries: 2 } });
    for (let sent = 0; sent < 3; sent += 1) await call(path);
    for (let sent = 0; sent < 3; sent += 1) await call(payer);
    expect(() => control.assertClean()).toThrow(sentence);
    expect(control.seenCounts().unclean).toBe(3);
    control.clearSeen();
    expect(() => control.assertClean()).not.toThrow();
  });

  it("names a header that was sent twice, also from another process", async () => {
    const { remoteControl } = await import("../control/index.ts");
    const sandbox = await startSandbox();
    try {
      await new Promise<void>((resolve) => {
        const headers = ["host", `127.0.0.1:${sandbox.port}`, "authorization", `Bearer ${LOCAL_API_KEY}`];
        headers.push("User-Agent", "one", "User-Agent", "two");
        request(sandbox.baseUrl + payer, { headers }, (response) => response.resume().on("end", resolve)).end();
      });
      await expect(remoteControl(sandbox.origin).assertClean()).rejects.toThrow(
        "The header user-agent was sent more than once.",
      );
    } finally {
      await sandbox.close();
    }
  });
});
