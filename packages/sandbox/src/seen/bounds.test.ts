import { describe, expect, it } from "vitest";
import { LOCAL_API_KEY, LOCAL_PAYER_ID } from "../index.ts";
import { details, fixture } from "../testing/fixture.ts";

const payer = `/payers/${LOCAL_PAYER_ID}`;

describe("the log of requests", () => {
  it("keeps the newest requests up to its limit, and says how many arrived", async () => {
    const { call, control } = fixture({ log: { entries: 5 } });
    for (let sent = 0; sent < 12; sent += 1) await call(payer);
    expect(control.seen().map(({ id }) => id)).toEqual([8, 9, 10, 11, 12]);
    expect(control.seenCounts()).toEqual({ total: 12, kept: 5, problems: 0, keptProblems: 0, unclean: 0 });
    control.clearSeen();
    expect(control.seenCounts()).toEqual({ total: 0, kept: 0, problems: 0, keptProblems: 0, unclean: 0 });
  });

  it("keeps problems when good requests push out everything else", async () => {
    const { call, control } = fixture({ log: { entries: 5 } });
    control.addFault({ operation: "retrievePayer", kind: "latency", delayMs: 0 });
    for (const path of ["/nothing", payer, "/payers/nobody"]) await call(path);
    for (let sent = 0; sent < 20; sent += 1) await call(payer);
    expect(control.seen().map(({ id }) => id)).toEqual([1, 2, 3, 19, 20, 21, 22, 23]);
    expect(control.seenCounts()).toEqual({ total: 23, kept: 8, problems: 3, keptProblems: 3, unclean: 2 });
  });

  it("keeps problems up to its limit, and counts those that made room", async () => {
    const { call, control } = fixture({ log: { entries: 5 } });
    for (let sent = 0; sent < 12; sent += 1) await call("/nothing");
    expect(control.seen().map(({ id }) => id)).toEqual([8, 9, 10, 11, 12]);
    expect(control.seenCounts()).toEqual({ total: 12, kept: 5, problems: 12, keptProblems: 5, unclean: 12 });
  });

  it("is bounded in bytes, whatever callers send", async () => {
    const { call, control } = fixture({ log: { bytes: 200_000 } });
    const padding = "x".repeat(59_000);
    for (let sent = 0; sent < 40; sent += 1) await call("/client-secrets", { body: { padding } });
    expect(JSON.stringify(control.seen()).length).toBeLessThan(200_000);
    expect(control.seen().at(-1)?.id).toBe(40);
    expect(control.seenCounts().total).toBe(40);
  });

  it("keeps the response with what it refused, and without what is secret", async () => {
    const { call, control, mint } = fixture();
    const secret = await mint();
    await call("/client-secrets", { body: {} });
    const [minted, refused] = control.seen();
    expect(minted?.response?.body).toEqual({ clientSecret: "[redacted]" });
    expect(refused?.response?.body).toMatchObject({ code: "VALIDATION_ERROR" });
    expect(refused?.response?.headers).toMatchObject({ "content-type": "application/json" });
    expect(JSON.stringify(control.seen())).not.toContain(secret);
  });

  it.each(["truncated-json", "stalled-body", "severed-body", "oversized-body"] as const)(
    "shows nothing of a secret in a response that the fault %s spoilt",
    async (kind) => {
      const { control, sandbox } = fixture();
      control.addFault({ operation: "*", kind });
      const headers = {
        authorization: `Bearer ${LOCAL_API_KEY}`,
        "user-agent": "test",
        "content-type": "application/json",
      };
      const body = JSON.stringify({ payer: { id: LOCAL_PAYER_ID } });
      const request = new Request("https://sandbox.test/api/client-secrets", { method: "POST", headers, body });
      await (await sandbox.fetch(request)).body?.cancel();
      expect(JSON.stringify(control.seen())).not.toContain("LOCALCLIENTSECRET");
    },
  );
});

describe("a body that is nested too deep", () => {
  const nested = (levels: number, open: string, close: string) => open.repeat(levels) + close.repeat(levels);

  it.each([
    ["arrays", nested(5_000, "[", "]")],
    ["objects", `${nested(5_000, '{"a":', "").slice(0, -1)}:1${"}".repeat(5_000)}`],
    ["arrays without an end", "[".repeat(60_000)],
    ["arrays in a field", `{"contact":${nested(30_000, "[", "]")}}`],
  ])("is refused with 400, and everything goes on: %s", async (_, body) => {
    const { call, control } = fixture();
    const response = await call("/payers", { body });
    expect([response.status, response.body.code]).toEqual([400, "VALIDATION_ERROR"]);
    expect(details(response)).toEqual(["The body is nested more than 64 levels deep."]);
    expect(control.seen()).toMatchObject([{ status: 400, refusal: { reason: "body_too_deep" } }]);
    expect((await call(payer)).status).toBe(200);
  });

  it("is not one whose texts hold brackets", async () => {
    const contact = { firstName: '[{"'.repeat(80), lastName: "\\[".repeat(90), email: "a@b.example" };
    expect((await fixture().call("/payers", { body: { contact } })).status).toBe(200);
  });
});
