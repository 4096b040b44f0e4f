import { once } from "node:events";
import { connect } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { startReceiver } from "./receiver.ts";

// An unhandled rejection fails the run.
it("takes the next delivery after a sender that broke off", async () => {
  const bodies: string[] = [];
  const receiver = await startReceiver(undefined, ({ body }) => bodies.push(body));
  onTestFinished(() => receiver.close());
  const { pathname, port } = new URL(receiver.url);
  const sender = connect(Number(port), "127.0.0.1");
  await once(sender, "connect");
  sender.end(`POST ${pathname} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 100\r\n\r\n{`);
  await once(sender.resume(), "close");

  await fetch(receiver.url, { method: "POST", body: "{}" });

  expect(bodies).toEqual(["{}"]);
});

it("accepts nothing from a sender that does not know its path, such as a web page", async () => {
  const bodies: string[] = [];
  const receiver = await startReceiver(undefined, ({ body }) => bodies.push(body));
  onTestFinished(() => receiver.close());
  for (const path of ["/", "/hook", "/?"]) {
    const headers = { "content-type": "text/plain", origin: "https://evil.example" };
    const { status } = await fetch(new URL(path, receiver.url), { method: "POST", headers, body: "{}" });
    expect(status).toBe(404);
  }

  expect(bodies).toEqual([]);
});
