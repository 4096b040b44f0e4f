import { agentName } from "sandbox-inspector/client/agent-name";
import { type Hint, hintsFor } from "sandbox-inspector/client/hint";
import { createModel, type Model } from "sandbox-inspector/client/model";
import { countdown, span } from "sandbox-inspector/client/moment";
import type { Overview } from "sandbox-inspector/protocol";
import { expect, it } from "vitest";
import { LOCAL_API_KEY, LOCAL_PAYER_ID, type SandboxControl } from "../index.ts";
import { card, fixture } from "../testing/fixture.ts";

/** Returns the state of a sandbox as the page sees it. */
function modelOf(control: SandboxControl, allowedIps: readonly string[] | null = null): Model {
  const model = createModel();
  const state = control.state();
  const apiKeys = [{ label: "local", until: null }];
  const totals = { payers: state.payers.length, clientSecrets: 0, paymentMethods: 0 };
  model.overview = { ...state, totals, apiKeys, allowedIps } as unknown as Overview;
  for (const request of control.seen()) model.requests.set(request.id, request);
  return model;
}

function hints(control: SandboxControl, allowedIps?: readonly string[]): readonly Hint[] {
  const last = control.seen().at(-1);
  return last ? hintsFor(last, modelOf(control, allowedIps)) : [];
}

const title = (control: SandboxControl) => hints(control)[0]?.title;
const paid = { type: "CARD", data: { ...card, expirationYear: "2099" } };
const mintBody = { payer: { id: LOCAL_PAYER_ID }, type: "CARD" };

it("explains 401: each reason that the sandbox knows", async () => {
  const { call, control, mint, pay } = fixture();
  const path = `/payers/${LOCAL_PAYER_ID}`;
  await call(path, { bearer: null });
  expect(title(control)).toBe("No Authorization header");
  await call(path, { bearer: null, headers: { "api-key": LOCAL_API_KEY } });
  expect(title(control)).toBe("The key was sent as api-key");
  await call(path, { bearer: null, headers: { authorization: `Bearer Bearer ${LOCAL_API_KEY}` } });
  expect(title(control)).toBe("Authorization is not “Bearer <token>”");
  await call(path, { bearer: "wrong" });
  expect(title(control)).toBe("Unknown key or client secret");
  expect(hints(control)[0]?.advice).toContain("Active keys: local.");

  const secret = await mint();
  await pay(secret, paid);
  const spender = control.seen().at(-1)?.id;
  await pay(secret, paid);
  expect(hints(control)[0]).toMatchObject({ title: `The client secret was spent by request ${spender}`, see: spender });
  control.clearSeen();
  await pay(secret, paid);
  expect(title(control)).toBe("The client secret was already spent");

  const late = await mint();
  control.advance(72_000);
  await pay(late, paid);
  expect(title(control)).toBe("The client secret expired 12 s before it was used");
  expect(hints(control)[0]?.advice).toContain("It is valid for 1 min.");

  const { body } = await call("/v2/client-secrets", { body: {} });
  control.advance(31 * 60_000);
  await pay(body.clientSecret, paid);
  expect(title(control)).toBe("The client secret expired 1 min before it was used");
  expect(hints(control)[0]?.advice).toContain("It is valid for 30 min.");
});

it("explains 403: the allowlist, and what a client secret may not do", async () => {
  const { call, control, mint, pay } = fixture();
  const secret = await mint();
  await call("/client-secrets", { bearer: secret, body: mintBody });
  expect(title(control)).toBe("A client secret may not call this operation");
  await pay(secret, { ...paid, payer: { id: "8a3c9a54-7d1e-4b86-9c0a-5e8d1f7b2a63" } });
  expect(title(control)).toBe("The client secret belongs to another payer");
  control.setAllowedIps(["192.0.2.1", "192.0.2.2"]);
  await call("/client-secrets", { body: mintBody, address: "192.0.2.9" });
  expect(hints(control, ["192.0.2.1", "192.0.2.2"])[0]).toMatchObject({
    title: "The caller's address is not on the allowlist",
    advice: expect.stringMatching(/192\.0\.2\.9\. Allowed: 192\.0\.2\.1, 192\.0\.2\.2\./),
  });
});

it("explains 400, 404, 405, 413, 415: what to send, and where", async () => {
  const { call, control, mint, pay, sandbox } = fixture({ maxBodyBytes: 500 });
  await call("/client-secrets", { body: mintBody, headers: { "user-agent": "" } });
  expect(title(control)).toBe("User-Agent is missing");
  await call("/client-secrets", { body: { ...mintBody, kind: 1 } });
  expect(title(control)).toBe("kind is not a known field.");
  await call("/client-secrets", { body: "{" });
  expect(title(control)).toBe("The body is not valid JSON");
  await call("/client-secrets", { body: mintBody, headers: { "content-type": "text/plain" } });
  expect(hints(control)[0]?.advice).toContain("“text/plain”");
  await call("/client-secrets", { body: { padding: "x".repeat(600) } });
  expect(title(control)).toBe("The body is too large");
  await call("/client-secrets");
  expect(title(control)).toBe("GET is the wrong method");
  await call("/client-secrets", { body: { ...mintBody, payer: { id: "8a3c9a54-7d1e-4b86-9c0a-5e8d1f7b2a63" } } });
  expect(title(control)).toBe("The payer does not exist.");
  await call("/refunds");
  expect(title(control)).toBe("Nothing is at this path");
  await call("/api/client-secrets");
  expect(title(control)).toBe("The path contains /api twice");
  await sandbox.fetch(new Request("http://any.host/client-secrets"));
  expect(title(control)).toBe("The path does not start with /api");
  await pay(await mint(), { ...paid, data: { ...paid.data, accountNumber: "4000000000000002" } });
  expect(title(control)).toBe("The card was declined");
});

it("warns of a server's User-Agent, and of a trace id that is not valid", async () => {
  const { call, control, mint } = fixture();
  await mint();
  expect(hints(control)).toEqual([]);
  for (const agent of ["node", "axios/1.2.3", "undici", "Deno/2.1", "python-requests/2"]) {
    await call("/client-secrets", { body: mintBody, headers: { "user-agent": agent } });
    expect(hints(control)).toMatchObject([{ kind: "warning", advice: expect.stringContaining(`“${agent}”`) }]);
  }
  await call("/client-secrets", { body: mintBody, headers: { "trace-id": "order-1" } });
  expect(hints(control)).toMatchObject([{ title: "Trace-Id was replaced" }]);
});

it("names an injected fault, with what it means", async () => {
  const { call, control } = fixture();
  control.addFault({ operation: "*", kind: "status", status: 503 });
  await call("/client-secrets", { body: mintBody });
  expect(hints(control)).toMatchObject([{ kind: "injected", title: "Injected fault: status" }]);
  control.addFault({ operation: "*", kind: "severed" });
  await call("/client-secrets", { body: mintBody }).catch(() => undefined);
  expect(hints(control)).toMatchObject([{ kind: "injected", title: "Injected fault: severed" }]);
});

it("writes times for people", () => {
  expect([60_000, 59_001, 59_000, 1, 0, -5].map(countdown)).toEqual(["1:00", "1:00", "0:59", "0:01", "0:00", "0:00"]);
  expect([0.44, 3.6, 999.9, 1_000, 4_250, 72_000, 120_000, 3_700_000].map(span)).toEqual([
    "0.4 ms",
    "4 ms",
    "1000 ms",
    "1 s",
    "4.3 s",
    "1 min 12 s",
    "2 min",
    "1 h 1 min",
  ]);
});

it("shortens a browser's User-Agent to a column, and leaves any other as it is", () => {
  const webkit = "AppleWebKit/537.36 (KHTML, like Gecko)";
  expect(agentName(`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/131.0.0.0 Safari/537.36`)).toBe(
    "Chrome 131 · Windows NT 10.0",
  );
  expect(agentName(`Mozilla/5.0 (Windows NT 10.0) ${webkit} Chrome/131.0.0.0 Safari/537.36 Edg/131.0`)).toBe(
    "Edge 131 · Windows NT 10.0",
  );
  expect(agentName(`Mozilla/5.0 (Macintosh; Intel) ${webkit} Version/18.1 Safari/605.1.15`)).toBe(
    "Safari 18 · Macintosh",
  );
  expect(agentName("plastiq-connect/1.0.0")).toBe("plastiq-connect/1.0.0");
  expect(agentName("Mozilla/5.0 (<b>)")).toBe("Mozilla/5.0 (<b>)");
});
