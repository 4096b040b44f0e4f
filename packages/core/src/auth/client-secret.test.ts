import { Console } from "node:console";
import { Session } from "node:inspector";
import { inspect } from "node:util";
import { describe, expect, it, vi } from "vitest";
import { fixture, NOBODY, PAYER, TRACE_ID } from "../testing/fixture.ts";
import { elapse, useVirtualClock } from "../testing/virtual-clock.ts";
import { ClientSecret } from "./client-secret.ts";

const VALUE = "LOCALCLIENTSECRET-7f3a";
const FACTS = { expiresAt: new Date(0), payerId: PAYER.id, traceId: TRACE_ID };
const secret = new ClientSecret(VALUE, FACTS);

describe("its value", () => {
  it("is revealed on request only", () => {
    expect(secret.reveal()).toBe(VALUE);
    expect(secret).toMatchObject(FACTS);
  });

  it.each([
    ["String()", () => String(secret)],
    ["a template", () => `${secret}`],
    ["a list of texts", () => [secret].join()],
    ["inspect", () => inspect(secret)],
    ["inspect of everything hidden", () => inspect(secret, { showHidden: true, depth: null, getters: false })],
  ])("is redacted in %s", (_, print) => {
    expect(print()).toBe("[redacted]");
  });

  it.each([
    ["JSON", () => JSON.stringify({ deep: [{ secret }] }), '{"deep":[{"secret":"[redacted]"}]}'],
    ["inspect", () => inspect({ deep: [{ secret }] }, { depth: null, showHidden: true }), /secret: \[redacted\]/],
    ["an error's properties", () => inspect(Object.assign(new Error("e"), { secret })), /secret: \[redacted\]/],
    ["a map", () => inspect(new Map([["secret", secret]])), /'secret' => \[redacted\]/],
  ])("is redacted deep inside %s", (_, print, text) => {
    expect(print()).toMatch(text);
    expect(print()).not.toContain(VALUE);
  });

  it("is redacted by console.log, also in a format", () => {
    const written: string[] = [];
    const write = vi.spyOn(process.stdout, "write").mockImplementation((text) => written.push(String(text)) > 0);
    const own = new Console(process.stdout);
    own.log(secret);
    own.log("%s %o %O %j", secret, secret, secret, secret);
    own.table([{ secret }]);
    own.dir(secret, { showHidden: true, depth: null });
    write.mockRestore();
    expect(written.join("")).toContain('[redacted] [redacted] [redacted] "[redacted]"');
    expect(written.join("")).not.toContain(VALUE);
  });

  it.each([
    ["keys", () => Object.keys(secret)],
    ["entries", () => Object.entries(secret)],
    ["own names and symbols", () => Reflect.ownKeys(secret).map(String)],
    [
      "property descriptors",
      () => inspect(Object.getOwnPropertyDescriptors(secret), { depth: null, showHidden: true }),
    ],
    ["a spread", () => ({ ...secret })],
    ["structuredClone", () => structuredClone(secret)],
    [
      "inspect without its own printing",
      () => inspect(secret, { customInspect: false, showHidden: true, depth: null }),
    ],
  ])("is not among its %s", (_, view) => {
    const text = inspect(view(), { depth: null, showHidden: true });
    expect(text).toContain("payerId");
    expect(text).not.toContain(VALUE);
  });
});

describe("in a debugger", () => {
  it("shows nothing of the value, neither in the preview nor among the properties", async () => {
    const session = new Session();
    session.connect();
    Object.assign(globalThis, { secretForDebugger: secret });
    try {
      const evaluated = await post(session, "Runtime.evaluate", {
        expression: "secretForDebugger",
        generatePreview: true,
      });
      const { objectId } = evaluated.result as { objectId: string };
      const properties = await post(session, "Runtime.getProperties", { objectId, generatePreview: true });
      const shown = JSON.stringify([evaluated, properties]);
      expect(shown).toContain("payerId");
      expect(shown).not.toContain(VALUE);
    } finally {
      Reflect.deleteProperty(globalThis, "secretForDebugger");
      session.disconnect();
    }
  });
});

/** Returns a debugger's response. */
function post(session: Session, method: string, parameters: object): Promise<Readonly<Record<string, unknown>>> {
  return new Promise((resolve, reject) => {
    session.post(method, parameters, (error, response) => (error ? reject(error) : resolve(response as never)));
  });
}

describe("inside a proxy, as reactive frameworks make one", () => {
  it.each([
    ["a plain proxy", () => new Proxy(secret, {})],
    ["a proxy of a proxy", () => new Proxy(new Proxy(secret, {}), {})],
    ["a reactive proxy", () => new Proxy(secret, { get: (target, name, self) => Reflect.get(target, name, self) })],
    ["an object that inherits from it", () => Object.create(secret) as ClientSecret],
  ])("works as it does in %s", (_, wrap) => {
    const wrapped = wrap();
    expect(wrapped.reveal()).toBe(VALUE);
    expect([wrapped.expired, wrapped.remaining(), `${wrapped}`, JSON.stringify(wrapped)]).toEqual([
      true,
      0,
      "[redacted]",
      '"[redacted]"',
    ]);
  });

  it("reveals the value when the method is detached", () => {
    const { reveal } = secret;
    expect(reveal()).toBe(VALUE);
  });
});

describe("its life", () => {
  useVirtualClock();
  const mint = (client: ReturnType<typeof fixture>["client"]) => client.clientSecrets.create({ payer: PAYER }, NOBODY);

  it("counts from when its request was sent, not from the response", async () => {
    const { client, control } = fixture();
    control.addFault({ operation: "*", kind: "latency", delayMs: 7_000 });
    const startedAt = Date.now();
    const { value, took } = await elapse(mint(client));
    expect(took).toBe(7_000);
    expect(value?.expiresAt.getTime()).toBe(startedAt + 60_000);
    expect(value?.remaining()).toBe(53_000);
  });

  it("counts from the attempt that succeeded", async () => {
    const { client, control } = fixture();
    control.addFault({ operation: "*", kind: "status", status: 503, retryAfter: "4" });
    control.addFault({ operation: "*", kind: "latency", delayMs: 2_000 });
    const startedAt = Date.now();
    const { value, took } = await elapse(mint(client));
    expect(took).toBe(6_000);
    expect(value?.expiresAt.getTime()).toBe(startedAt + 4_000 + 60_000);
  });

  it("does not count the time that the API key took", async () => {
    const { client } = fixture({
      apiKey: () => new Promise((resolve) => setTimeout(resolve, 3_000, "local-sandbox-key-not-a-secret")),
    });
    const { value } = await elapse(mint(client));
    expect(value?.remaining()).toBe(60_000);
  });

  it("ends after 60 s", async () => {
    const { value } = await elapse(mint(fixture().client));
    if (!value) throw new Error("It was not minted.");
    expect([value.expired, value.remaining()]).toEqual([false, 60_000]);
    await vi.advanceTimersByTimeAsync(59_999);
    expect([value.expired, value.remaining()]).toEqual([false, 1]);
    await vi.advanceTimersByTimeAsync(1);
    expect([value.expired, value.remaining()]).toEqual([true, 0]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect([value.expired, value.remaining()]).toEqual([true, 0]);
  });

  it("never reports more than 60 s, even if the clock was set back", async () => {
    const { value } = await elapse(mint(fixture().client));
    vi.setSystemTime(Date.now() - 3_600_000);
    expect(value?.remaining()).toBe(60_000);
  });
});
