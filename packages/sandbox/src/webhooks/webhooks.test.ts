import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it, vi } from "vitest";
import { LOCAL_PAYER_ID, type WebhookFault } from "../index.ts";
import { startSandbox } from "../server/index.ts";
import { EVENT, NOW } from "../testing/fixture.ts";
import { type PaymentFixture, paymentFixture } from "../testing/payment-fixture.ts";

/** A receiver that keeps what it gets and responds with these statuses, then with 200. */
function receiver(...statuses: number[]) {
  const got: string[] = [];
  const handler = async (request: Request) => {
    got.push(await request.text());
    return new Response(null, { status: statuses.shift() ?? 200 });
  };
  return { got, handler };
}

/** A busy machine must not look like a lost event. */
const PATIENCE = { timeout: 20_000 };

/** Lets everything that is being sent arrive. */
const arrival = () => new Promise((resolve) => setTimeout(resolve, 20));

describe("webhooks", () => {
  it("tell of every new status and every wanted document, with ids only", async () => {
    const { control, payment } = paymentFixture();
    const { got, handler } = receiver();
    control.onWebhook(handler);
    const { id } = await payment();
    control.requestDocument(id, "GOVERNMENT_ISSUED_ID");
    await control.waitFor("document.request");
    const events = got.map((text) => JSON.parse(text));
    expect(events).toEqual(
      [
        ["payment.state_change", "CHARGED"],
        ["payment.state_change", "UNDER_REVIEW"],
        ["document.request", "GOVERNMENT_ISSUED_ID"],
      ].map(([event, type]) => ({
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        event,
        data: { id, object: "PAYMENT", type, timestamp: NOW },
      })),
    );
  });

  it.each<[string, (fixture: PaymentFixture, id: string) => unknown]>([
    ["a request", ({ get }, id) => get(`/payments/${id}?payerId=${LOCAL_PAYER_ID}`)],
    ["state()", ({ control }) => control.state()],
  ])("tell of a status of the autopilot once %s shows it, in the order of time", async (_way, look) => {
    let now = NOW;
    const fixture = paymentFixture({ now: () => now });
    const { control, payment } = fixture;
    control.setAutopilot(true);
    const { got, handler } = receiver();
    control.onWebhook(handler);
    const first = await payment();
    now += 1000;
    const second = await payment();
    await arrival();
    got.length = 0;
    now += 3 * 24 * 60 * 60_000;
    await look(fixture, first.id);
    await arrival();
    expect(got.map((text) => JSON.parse(text).data).map(({ id, type }) => [id, type])).toEqual([
      [first.id, "IN_TRANSIT"],
      [second.id, "IN_TRANSIT"],
    ]);
    now += 30 * 24 * 60 * 60_000;
    await look(fixture, second.id);
    await arrival();
    expect(got.slice(2).map((text) => JSON.parse(text).data.type)).toEqual(["DEPOSITED", "DEPOSITED"]);
  });

  it("come in the order of time, however many payments the clock moves", async () => {
    const { control, payment } = paymentFixture();
    control.setAutopilot(true);
    const first = await payment();
    control.advance(1000);
    const second = await payment();
    const { got, handler } = receiver();
    control.onWebhook(handler);
    control.advance(60 * 24 * 60 * 60_000);
    await arrival();
    const events = got.map((text) => JSON.parse(text).data);
    expect(events.map(({ id, type }) => [id, type])).toEqual([
      [first.id, "IN_TRANSIT"],
      [second.id, "IN_TRANSIT"],
      [first.id, "DEPOSITED"],
      [second.id, "DEPOSITED"],
    ]);
  });

  it("say nothing of what happened before the first subscription, nor after the last", async () => {
    const { control, payment } = paymentFixture();
    const { got, handler } = receiver();
    await payment();
    const stop = control.onWebhook(handler);
    control.advance(0);
    await arrival();
    stop();
    await payment();
    await arrival();
    expect([got, control.deliveries()]).toEqual([[], []]);
  });

  it("can be ended twice, and after the sandbox was closed", async () => {
    const sandbox = await startSandbox();
    const stop = sandbox.control.onWebhook(receiver().handler);
    stop();
    expect(stop).not.toThrow();
    const late = sandbox.control.onWebhook(receiver().handler);
    await sandbox.close();
    expect(late).not.toThrow();
  });

  it("go only to receivers of that event", async () => {
    const { control } = paymentFixture();
    const [all, some] = [receiver(), receiver()];
    control.onWebhook(all.handler);
    control.onWebhook(some.handler, ["document.request"]);
    control.deliver(EVENT);
    await arrival();
    expect([all.got.length, some.got.length]).toEqual([1, 0]);
  });

  it("are sent again 1, 5, 25 and 125 s later until they get exactly 200", async () => {
    const { control } = paymentFixture();
    const { got, handler } = receiver(500, 204, 302, 503);
    control.onWebhook(handler);
    control.deliver(EVENT);
    await arrival();
    for (const seconds of [1, 5, 25, 125]) {
      const before = got.length;
      control.advance(seconds * 1000 - 1);
      await arrival();
      expect(got.length).toBe(before);
      control.advance(1);
      await arrival();
      expect(got.length).toBe(before + 1);
    }
    const [delivery] = control.deliveries();
    expect(delivery?.attempts.map(({ status }) => status)).toEqual([500, 204, 302, 503, 200]);
    expect(delivery?.state).toBe("delivered");
    expect(new Set(got).size).toBe(1);
  });

  it("stop for a receiver that failed five times, until a delivery is sent again by hand", async () => {
    const { control } = paymentFixture();
    let isBroken = true;
    control.onWebhook(() => {
      if (isBroken) throw new Error("broken");
      return new Response();
    });
    control.deliver(EVENT);
    for (let n = 0; n < 5; n += 1) {
      await arrival();
      control.advance(125_000);
    }
    await arrival();
    const [failed] = control.deliveries();
    expect([failed?.state, failed?.attempts.map(({ status }) => status)]).toEqual(["failed", Array(5).fill(null)]);
    control.deliver(EVENT);
    expect(control.deliveries()).toHaveLength(1);
    isBroken = false;
    control.redeliver(failed?.id ?? "");
    await arrival();
    expect(control.deliveries().map(({ state }) => state)).toEqual(["failed", "delivered"]);
    expect(() => control.redeliver("nothing")).toThrow("no delivery");
  });

  const faults: readonly [WebhookFault, string[]][] = [
    ["duplicate", ["e1", "e1", "e2"]],
    ["drop", ["e2"]],
    ["late", ["e2", "e1"]],
    ["reorder", ["e2", "e1"]],
    ["malformed", ["broken", "e2"]],
    ["sns", ["SubscriptionConfirmation", "e2"]],
  ];
  it.each(faults)("can get a fault: %s", async (fault, expected) => {
    const { control } = paymentFixture();
    const { got, handler } = receiver();
    control.onWebhook(handler);
    control.addWebhookFault(fault);
    control.deliver(EVENT);
    control.deliver({ ...EVENT, id: "e2" });
    await arrival();
    control.advance(60_000);
    await arrival();
    const nameOf = (text: string) => {
      try {
        const { Type, id } = JSON.parse(text);
        return Type ?? id;
      } catch {
        return "broken";
      }
    };
    expect(got.map(nameOf)).toEqual(expected);
    expect(() => control.addWebhookFault("lost" as WebhookFault)).toThrow(TypeError);
  });

  it("are reordered at one receiver, however many others there are", async () => {
    const { control } = paymentFixture();
    const [one, other] = [receiver(), receiver()];
    for (const { handler } of [one, other]) control.onWebhook(handler);
    control.addWebhookFault("reorder");
    for (const id of ["e1", "e2"]) control.deliver({ ...EVENT, id });
    const idsOf = ({ got }: typeof one) => got.map((text) => JSON.parse(text).id);
    await expect
      .poll(() => [idsOf(one), idsOf(other)], PATIENCE)
      .toEqual([
        ["e2", "e1"],
        ["e1", "e2"],
      ]);
  });

  it("give up a receiver that never responds, also after the garbage collector has run", async () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const { timeout } = AbortSignal;
    // The vendor's five seconds are too long for a test.
    vi.spyOn(AbortSignal, "timeout").mockImplementation(() => timeout.call(AbortSignal, 200));
    const { control } = paymentFixture();
    control.onWebhook(() => new Promise(() => {}));
    control.deliver(EVENT);
    for (let turn = 0; turn < 5; turn++) {
      await arrival();
      collect();
    }
    await vi.waitFor(() => expect(control.deliveries()[0]?.attempts).toMatchObject([{ status: null }]), 10_000);
    vi.restoreAllMocks();
  });

  it("survive a reset as subscriptions, not as deliveries", async () => {
    const { control } = paymentFixture();
    const { got, handler } = receiver();
    control.onWebhook(handler);
    control.deliver(EVENT);
    await arrival();
    control.reset();
    expect(control.deliveries()).toEqual([]);
    control.deliver(EVENT);
    await arrival();
    expect(got).toHaveLength(2);
  });

  it("are not sent after a reset that comes while another one is being sent", async () => {
    const { control } = paymentFixture();
    const got: string[] = [];
    let respond = () => {};
    control.onWebhook(async (request) => {
      got.push(JSON.parse(await request.text()).id);
      if (got.length === 1) await new Promise<void>((resolve) => (respond = resolve));
      return new Response();
    });
    for (const id of ["e1", "e2"]) control.deliver({ ...EVENT, id });
    await expect.poll(() => got, PATIENCE).toEqual(["e1"]);
    control.reset();
    control.deliver({ ...EVENT, id: "e3" });
    respond();
    await expect.poll(() => got, PATIENCE).toHaveLength(2);
    expect(got).toEqual(["e1", "e3"]);
  });

  it("are not repeated by a restored snapshot", async () => {
    const { control, payment } = paymentFixture();
    await payment();
    const snapshot = control.snapshot();
    const { got, handler } = receiver();
    control.onWebhook(handler);
    control.restore(snapshot);
    await arrival();
    expect(got).toEqual([]);
  });
});
