import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, vi } from "vitest";
import { startSandbox } from "../server/index.ts";
import { EVENT } from "../testing/fixture.ts";
import { paymentFixture } from "../testing/payment-fixture.ts";
import { remoteControl } from "./index.ts";

describe("webhooks", () => {
  it.each(["https://example.com/hook", "ftp://localhost/", "http://localhost.example.com/", "nonsense"])(
    "never leave this machine: %s",
    (url) => {
      expect(() => paymentFixture().control.subscribeWebhook({ url })).toThrow(TypeError);
    },
  );

  it("rejects a wait that is in vain, also while the test fakes the timers", async () => {
    vi.useFakeTimers();
    const waiting = paymentFixture().control.waitFor("document.request", { within: 10 });
    await expect(waiting.finally(vi.useRealTimers)).rejects.toThrow("within 10 ms");
  });

  it("arrive over HTTP, ordered from another process", async () => {
    const got: string[] = [];
    const server = createServer((request, response) => {
      request.setEncoding("utf8");
      request.on("data", (text) => got.push(`${request.method} ${request.headers["content-type"]} ${text}`));
      request.on("end", () => response.end());
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const sandbox = await startSandbox();
    const control = remoteControl(sandbox.origin);
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
    const id = await control.subscribeWebhook({ url, events: [EVENT.event] });
    await control.addWebhookFault("duplicate");
    await control.deliver(EVENT);
    await sandbox.control.waitFor(EVENT.event);
    const [first] = await control.deliveries();
    await control.redeliver(first?.id ?? "");
    await expect.poll(() => got).toEqual(Array(3).fill(`POST application/json ${JSON.stringify(EVENT)}`));
    await control.unsubscribeWebhook(id);
    await expect(control.unsubscribeWebhook(id)).rejects.toThrow("no webhook subscription");
    await expect(control.subscribeWebhook({ url: "https://example.com" })).rejects.toThrow("loopback");
    await expect(control.subscribeWebhook({ url: "http://u:p@127.0.0.1:1/" })).rejects.toThrow(
      "must not contain a user",
    );
    await sandbox.close();
    server.close();
  });
});
