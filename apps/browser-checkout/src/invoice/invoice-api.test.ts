import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createInvoiceApi, readUntilReached } from "./invoice-api.ts";

/** Responses that the server has not sent yet. */
let waiting: ServerResponse[] = [];
const server = createServer((request, response) => {
  request.resume().once("end", () => waiting.push(response));
});
let endpoint = "";

beforeEach(async () => {
  waiting = [];
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/invoices`;
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(async () => {
  vi.useRealTimers();
  server.closeAllConnections();
  server.close();
  await once(server, "close");
});

const untilAsked = (): Promise<ServerResponse> =>
  vi.waitFor(() => waiting[0] ?? Promise.reject(new Error("not asked")), 20_000);

it("allows a large document the time that a slow connection needs", async () => {
  const upload = createInvoiceApi(endpoint, "1042").upload("INVOICE", new File(["x".repeat(8_000_000)], "invoice.pdf"));
  const response = await untilAsked();
  vi.advanceTimersByTime(240_000);
  response.end(JSON.stringify({ number: "1042" }));
  expect(await upload).toEqual({ ok: true, value: { number: "1042" } });
});

it("waits 40 seconds for any other request, and then reports an unknown outcome", async () => {
  const paying = createInvoiceApi(endpoint, "1042").pay("27aa7c2e-2c6c-4cc4-a3a5-bd5b6f2a4b0d");
  await untilAsked();
  vi.advanceTimersByTime(40_000);
  expect(await paying).toEqual({ ok: false, trouble: "unreachable" });
});

it.each([
  [502, '{"message":"An invalid response was received from the upstream server"}', "unreachable"],
  [504, '{"message":"Endpoint request timed out"}', "unreachable"],
  [409, '{"type":"about:blank","title":"Conflict"}', "unreachable"],
  [404, "<h1>Not Found</h1>", "unreachable"],
  [401, '{"message":"Unauthorized"}', "signed-out"],
  [413, "<h1>Request Entity Too Large</h1>", "document-too-large"],
  [502, '{"type":"urn:example:invoices:provider-unavailable"}', "provider"],
  [409, '{"type":"urn:example:invoices:quote-changed"}', "changed"],
  [404, '{"type":"urn:example:invoices:not-found"}', "missing"],
  [500, '{"type":"urn:example:invoices:internal-error"}', "failed"],
])("distinguishes a refusal of our own server from a gateway's response: %i %s", async (status, body, trouble) => {
  const paying = createInvoiceApi(endpoint, "1042").pay("27aa7c2e-2c6c-4cc4-a3a5-bd5b6f2a4b0d");
  (await untilAsked()).writeHead(status).end(body);
  expect(await paying).toEqual({ ok: false, trouble });
});

it.each(["", ".", ".."])("sends no request when the number %j would lead to another address", async (number) => {
  const api = createInvoiceApi(endpoint, number);
  for (const reply of [await api.read(), await api.cards(), await api.pay("x")]) {
    expect(reply).toEqual({ ok: false, trouble: "missing" });
  }
  expect(waiting).toEqual([]);
});

it("retries a server that cannot be reached with growing pauses, until it responds", async () => {
  const read = vi.fn(
    async () => ({ ok: false, trouble: "unreachable" }) as Awaited<ReturnType<typeof readUntilReached>>,
  );
  const reading = readUntilReached({ read });
  let asked = 1;
  for (const pause of [1_500, 3_000, 6_000, 12_000, 24_000, 30_000, 30_000]) {
    await vi.advanceTimersByTimeAsync(pause - 1);
    expect(read).toHaveBeenCalledTimes(asked);
    await vi.advanceTimersByTimeAsync(1);
    asked += 1;
    expect(read).toHaveBeenCalledTimes(asked);
  }
  read.mockResolvedValue({ ok: false, trouble: "signed-out" });
  await vi.advanceTimersByTimeAsync(30_000);
  expect(await reading).toEqual({ ok: false, trouble: "signed-out" });
});
