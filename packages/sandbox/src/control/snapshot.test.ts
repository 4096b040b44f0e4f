import { afterEach, describe, expect, it, vi } from "vitest";
import { LOCAL_PAYER_ID } from "../index.ts";
import { recordKinds } from "../registry.ts";
import { startSandbox } from "../server/index.ts";
import { NOW } from "../testing/fixture.ts";
import { type PaymentFixture, paymentFixture } from "../testing/payment-fixture.ts";
import { remoteControl } from "./index.ts";

const RECORD = { id: "1", categoryId: "2" };
const KEY = "7e57a11e-0000-4000-8000-000000000001";
const stateOf = ({ control }: PaymentFixture) => control.state();

afterEach(() => void vi.useRealTimers());

describe("a snapshot", () => {
  it("brings back records, settings, idempotency keys and the time, also in another sandbox", async () => {
    const fixture = paymentFixture();
    const { id } = await fixture.intent({ details: { memo: "October" }, metadata: { order: 1 } });
    await fixture.method("000000000001");
    const secret = await fixture.mint();
    const first = await fixture.payIntent(id, KEY);
    fixture.control.setVocabulary("openapi");
    fixture.control.advance(1000);
    const snapshot = JSON.parse(JSON.stringify(fixture.control.snapshot()));
    const before = stateOf(fixture);
    fixture.control.advance(100_000);
    await fixture.remove(`/payers/${LOCAL_PAYER_ID}`);
    const other = paymentFixture();
    for (const { control, payIntent, get, pay } of [fixture, other]) {
      control.restore(snapshot);
      expect(control.state()).toEqual(before);
      expect((await payIntent(id, KEY)).body).toEqual(first.body);
      expect((await get(`/payments?payerId=${LOCAL_PAYER_ID}`)).data[0].status).toBe("COMMITTED");
      expect((await pay(secret, {})).status).toBe(400);
    }
  });

  it("is a copy: what happens later does not change it", async () => {
    const fixture = paymentFixture();
    const { id } = await fixture.payment();
    const snapshot = fixture.control.snapshot();
    const text = JSON.stringify(snapshot);
    fixture.control.advancePayment(id);
    expect(JSON.stringify(snapshot)).toBe(text);
    fixture.control.restore(snapshot);
    fixture.control.advancePayment(id);
    fixture.control.restore(snapshot);
    expect(fixture.control.state().payments[0]?.status).toBe("CHARGED");
    fixture.control.reset();
    expect(fixture.control.state()).toMatchObject({ payments: [], payers: [{ id: LOCAL_PAYER_ID }] });
  });

  it.each<[unknown, string]>([
    [undefined, "That is not a snapshot"],
    [{ version: 2 }, "That is not a snapshot"],
    [{ version: 1 }, "now is required."],
    [{ version: 1, now: 1e300, settings: {}, accounts: {} }, "now must be a time"],
    [{ version: 1, now: NOW, settings: null, accounts: {} }, "settings must be an object."],
    [
      { version: 1, now: NOW, settings: { vocabulary: "latin" }, accounts: {} },
      'settings.vocabulary must be one of "guide", "openapi"',
    ],
    [{ version: 1, now: NOW, settings: { fees: { card: "Infinity" } }, accounts: {} }, "settings.fees.card must be"],
    [{ version: 1, now: NOW, settings: { processingMs: 1e300 }, accounts: {} }, "settings.processingMs must be"],
    [{ version: 1, now: NOW, settings: {}, accounts: { main: { payers: 5 } } }, "accounts.main.payers must be a list."],
    [{ version: 1, now: NOW, settings: {}, accounts: { main: { payers: [null] } } }, "accounts.main.payers.0"],
    [{ version: 1, now: NOW, settings: {}, accounts: { main: { payers: [{}] } } }, "main.payers.0.id is required."],
    [
      { version: 1, now: NOW, settings: {}, accounts: { main: { recipients: [{ payerId: null, record: RECORD }] } } },
      "records that no sandbox made",
    ],
    [{ version: 1, now: NOW, settings: {}, accounts: { other: {} } }, 'an account "other", which this sandbox lacks'],
  ])("that is not one changes nothing: %j", async (snapshot, message) => {
    vi.useFakeTimers({ now: NOW, toFake: ["setTimeout"] });
    const { control, intent, payIntent, ...fixture } = paymentFixture();
    const { id } = await intent();
    control.setProcessingTime(1000);
    const running = payIntent(id, KEY);
    await vi.advanceTimersByTimeAsync(500);
    const before = control.state();
    expect(() => control.restore(snapshot as never)).toThrow(message);
    expect(control.state()).toEqual(before);
    await vi.advanceTimersByTimeAsync(500);
    expect((await running).status).toBe(200);
    expect((await fixture.call("/categories")).status).toBe(200);
  });

  it("does not keep what a request is working on, also when the intent is being paid again", async () => {
    vi.useFakeTimers({ now: NOW, toFake: ["setTimeout"] });
    const fixture = paymentFixture();
    const { id } = await fixture.intent();
    fixture.control.setProcessingTime(1000);
    const running = fixture.payIntent(id, KEY);
    await vi.advanceTimersByTimeAsync(500);
    fixture.control.restore(fixture.control.snapshot());
    const again = fixture.payIntent(id, KEY);
    await vi.advanceTimersByTimeAsync(500);
    expect((await running).status).toBe(404);
    await vi.advanceTimersByTimeAsync(500);
    expect((await again).status).toBe(200);
    expect(fixture.control.state().payments).toHaveLength(1);
  });

  it("is refused when it is none, or has accounts that the sandbox lacks", () => {
    const { control } = paymentFixture();
    expect(() => control.restore({ ...control.snapshot(), version: 2 as 1 })).toThrow(TypeError);
    expect(() => control.restore({ ...control.snapshot(), accounts: { other: {} } })).toThrow('"other"');
  });

  it("is refused when records lack a field, or has it in another form, if anything would fail later", async () => {
    const fixture = paymentFixture();
    const stop = fixture.control.onWebhook(() => new Response());
    const { id } = await fixture.payment({ details: { memo: "October" } });
    await fixture.payIntent((await fixture.intent()).id, KEY);
    await fixture.mint();
    const payer = { id: LOCAL_PAYER_ID };
    await fixture.post("/documents", { type: "INVOICE", fileType: "pdf", filename: "a.pdf", payer, payment: { id } });
    stop();
    const open = await fixture.intent();
    const snapshot = fixture.control.snapshot();
    const kinds = Object.entries(snapshot.accounts.main ?? {}) as [string, object[]][];
    const fields = kinds.flatMap(([kind, [record = {}]]) => Object.keys(record).map((field) => [kind, field] as const));
    expect(kinds.map(([kind]) => kind).sort()).toEqual(recordKinds.map(({ name }) => name).sort());
    for (const [kind, field] of fields) {
      for (const value of [undefined, null, 5]) {
        const records = snapshot.accounts.main?.[kind]?.map((record) => ({ ...(record as object), [field]: value }));
        const changed = { ...snapshot, accounts: { main: { ...snapshot.accounts.main, [kind]: records ?? [] } } };
        try {
          fixture.control.restore(JSON.parse(JSON.stringify(changed)));
        } catch {
          continue;
        }
        const owned = ["/payment-methods", "/payments", "/recipients", `/payment-intents/${open.id}`];
        for (const path of owned) await fixture.call(`${path}?payerId=${LOCAL_PAYER_ID}`);
        await fixture.payIntent(open.id, KEY);
        await fixture.payIntent(open.id);
      }
    }
    // A request that fails otherwise rejects, in process.
    expect(fixture.control.seen().filter(({ status }) => status === null)).toEqual([]);
  });

  it("leaves out settings that this version does not know", () => {
    const { control } = paymentFixture();
    const { settings, ...rest } = control.snapshot();
    const later = { ...settings, later: 1, fees: { card: "3", later: "1" }, idempotency: { later: true } };
    control.restore({ ...rest, settings: later as unknown as typeof settings });
    expect(control.snapshot().settings).toEqual({ ...settings, fees: { ...settings.fees, card: "3" } });
  });

  it("brings the defaults of settings that an older version did not know", () => {
    const { control } = paymentFixture();
    const { settings, ...rest } = control.snapshot();
    const { intentOnPayments, ...older } = settings;
    control.setIntentOnPayments("with");
    control.setIdempotency({ replayErrors: true });
    const idempotency = { mode: "replayed" };
    control.restore({ ...rest, settings: { ...older, idempotency } as unknown as typeof settings });
    expect(control.snapshot().settings).toEqual(settings);
  });

  it("travels over HTTP", async () => {
    const sandbox = await startSandbox();
    const control = remoteControl(sandbox.origin);
    const snapshot = await control.snapshot();
    await control.setVocabulary("openapi");
    await control.restore(snapshot);
    expect((await control.snapshot()).settings).toEqual(snapshot.settings);
    await expect(control.restore({} as typeof snapshot)).rejects.toThrow("not a snapshot");
    await sandbox.close();
  });
});

describe("the options `now` and `random`", () => {
  it("make two runs the same", async () => {
    const run = async () => {
      let n = 0;
      const random = () => {
        n = (n * 16807 + 11) % 2147483647;
        return n / 2147483647;
      };
      const fixture = paymentFixture({ now: () => NOW, random });
      await fixture.payment();
      await fixture.post("/payments", {});
      return JSON.stringify([fixture.control.state(), fixture.control.seen()]);
    };
    expect(await run()).toBe(await run());
  });
});
