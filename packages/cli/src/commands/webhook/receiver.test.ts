import { once } from "node:events";
import { connect } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { startReceiver } from "./receiver.ts";

// An unhandled rejection fails the run.
it("takes the next delivery after a sender that broke off", async () => {
  const bodies: string[] = [];
  const receiver = await startReceiver(undefined, ({ body }) => bodies.push(body));
  onTestFinished(() => receiver.close());
  const sender = connect(Number(new URL(receiver.url).port), "127.0.0.1");
  await once(sender, "connect");
  sender.end("POST / HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 100\r\n\r\n{");
  await once(sender.resume(), "close");

  await fetch(receiver.url, { method: "POST", body: "{}" });

  expect(bodies).toEqual(["{}"]);
});
