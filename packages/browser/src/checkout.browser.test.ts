import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { commands, userEvent } from "vitest/browser";
import { fetchClientSecret, isConnectError, type SecretState, tokenizeCard, withClientSecret } from "./index.ts";
import { CARD, DECLINED_CARD } from "./testing/card.ts";
import { errorOf } from "./testing/error-of.ts";

const places = await commands.places();
const { baseUrl } = places;
const DEVICE = "3f0a4d1e-96d4-4a5e-8a71-0d2b5f9b6c11";
const MINUTE = 60_000;

beforeEach(() => commands.reset());
afterEach(() => {
  vi.useRealTimers();
});

const mint = () => fetchClientSecret({ endpoint: "/client-secret", deviceId: DEVICE });
const spends = async () => (await commands.control("seen", { operation: "createPaymentMethod" })).map((seen) => seen);
const stored = async () => (await commands.control("state")).paymentMethods;

it("mints, and stores a card across origins after a preflight", async () => {
  const states: SecretState[] = [];
  // By another name of the same server, so that no preflight of another test is remembered.
  const baseUrl = places.baseUrl.replace("127.0.0.1", "localhost");
  const store = withClientSecret(
    mint,
    (clientSecret, card: typeof CARD) => tokenizeCard({ clientSecret, card, baseUrl, deviceId: DEVICE }),
    { onState: (state) => states.push(state) },
  );

  const method = await store(CARD);

  expect(method).toMatchObject({ type: "CARD", status: "ACTIVE", data: { brand: "Visa", last4: "4242" } });
  expect(states).toEqual(["minting", "tokenizing", "done"]);
  const [minting, preflight, spend] = await commands.control("seen");
  // The server spoke for this browser; then the browser spoke for itself.
  expect(minting?.headers).toMatchObject({ "user-agent": navigator.userAgent, "end-user-device-id": DEVICE });
  expect(preflight).toMatchObject({ method: "OPTIONS", status: 204 });
  expect(preflight?.headers["access-control-request-headers"]).toBe(
    "authorization,content-type,end-user-device-id,trace-id",
  );
  expect(spend?.bearer?.label).toBe("client-secret-1");
  expect(spend?.headers).toMatchObject({
    "user-agent": navigator.userAgent,
    "end-user-device-id": DEVICE,
    origin: location.origin,
  });
  for (const header of ["end-user-ip", "cookie"]) expect(spend?.headers).not.toHaveProperty(header);
});

it("runs with CORS on: it cannot read what the sandbox does not share", async () => {
  await expect(fetch(`${places.sandbox}/control/health`)).rejects.toThrow(TypeError);
  await expect(fetch(`${baseUrl}/payers/none`)).rejects.toThrow(TypeError);
});

it("reports a declined card as a refusal, without a second secret", async () => {
  const store = withClientSecret(mint, (clientSecret) => tokenizeCard({ clientSecret, card: DECLINED_CARD, baseUrl }));

  const error = await errorOf(store());

  expect(error).toMatchObject({ code: "request_refused", outcome: "rejected", apiCode: "PAYMENT_METHOD_DECLINED" });
  expect(await commands.minted()).toHaveLength(1);
});

it("mints once more when a secret expires before it is used", async () => {
  const states: SecretState[] = [];
  let uses = 0;
  const store = withClientSecret(
    mint,
    async (clientSecret) => {
      if (uses++ === 0) await minutePasses();
      return await tokenizeCard({ clientSecret, card: CARD, baseUrl });
    },
    { onState: (state) => states.push(state) },
  );

  await store();

  expect(states).toEqual(["minting", "tokenizing", "minting-again", "tokenizing", "done"]);
  // The first one was not sent.
  expect((await spends()).map((spend) => spend.status)).toEqual([200]);
  expect(await stored()).toHaveLength(1);
});

it("mints at most twice when every secret expires", async () => {
  const store = withClientSecret(mint, async (clientSecret) => {
    await minutePasses();
    return await tokenizeCard({ clientSecret, card: CARD, baseUrl });
  });

  expect(await errorOf(store())).toMatchObject({ code: "unauthorized", outcome: "not-sent" });
  expect(await commands.minted()).toHaveLength(2);
  expect(await spends()).toHaveLength(0);
});

it("does not retry when a valid secret is refused, because it may have been used", async () => {
  const store = withClientSecret(mint, async (clientSecret) => {
    await commands.control("advance", MINUTE);
    return await tokenizeCard({ clientSecret, card: CARD, baseUrl });
  });

  expect(await errorOf(store())).toMatchObject({ code: "unauthorized", outcome: "unknown", status: 401 });
  expect(await commands.minted()).toHaveLength(1);
});

it("does not retry when a secret expires during its request", async () => {
  // Leaves a connection behind, to be reused.
  await errorOf(tokenizeCard({ clientSecret: "none", card: CARD, baseUrl }));
  await commands.control("addFault", { operation: "createPaymentMethod", kind: "severed", carriedOut: true });
  const store = withClientSecret(mint, (clientSecret) =>
    tokenizeCard({
      clientSecret,
      card: CARD,
      baseUrl,
      fetch: async (url, init) => {
        minutePassesHere();
        return await fetch(url, init);
      },
    }),
  );

  // The first copy stored the card. The second one gets its response after the secret's expiry.
  expect(await errorOf(store())).toMatchObject({ code: "unauthorized", outcome: "unknown" });
  expect((await spends()).map((spend) => spend.status)).toEqual([401, null, 401]);
  expect(await commands.minted()).toHaveLength(1);
  expect(await stored()).toHaveLength(1);
});

it("does not know the outcome of a severed request, and sends no second one", async () => {
  await commands.control("addFault", { operation: "createPaymentMethod", kind: "severed", times: null });
  const fetched = vi.fn((url: string, init: RequestInit) => fetch(url, init));
  const store = withClientSecret(mint, (clientSecret) =>
    tokenizeCard({ clientSecret, card: CARD, baseUrl, fetch: fetched }),
  );

  expect(await errorOf(store())).toMatchObject({ code: "network_failed", outcome: "unknown", attempts: 1 });
  expect(fetched).toHaveBeenCalledTimes(1);
  expect(await commands.minted()).toHaveLength(1);
  // Chromium itself may send a second copy when the connection was a reused one.
  const copies = await spends();
  expect(copies.length).toBeLessThanOrEqual(2);
  expect(new Set(copies.map(({ traceId, bearer }) => `${traceId} ${bearer?.label}`)).size).toBe(1);
});

it("does not retry when the browser's own second copy is refused", async () => {
  const store = withClientSecret(mint, (clientSecret) => tokenizeCard({ clientSecret, card: CARD, baseUrl }));
  // Leaves a connection behind, to be reused.
  await errorOf(tokenizeCard({ clientSecret: "none", card: CARD, baseUrl }));
  await commands.control("addFault", { operation: "createPaymentMethod", kind: "severed", carriedOut: true });

  const error = await errorOf(store());

  // The second copy, with the same secret, gets 401, because the first one spent it.
  expect(error).toMatchObject({ code: "unauthorized", outcome: "unknown" });
  expect((await spends()).map((spend) => spend.status)).toEqual([401, null, 401]);
  expect(await commands.minted()).toHaveLength(1);
  expect(await stored()).toHaveLength(1);
});

it("says after a failed mint that no card was sent", async () => {
  const use = vi.fn(async () => {});
  const store = withClientSecret(() => fetchClientSecret({ endpoint: "/client-secret?fault=severed" }), use);
  expect(await errorOf(store())).toMatchObject({ code: "network_failed", outcome: "not-sent" });
  expect(use).not.toHaveBeenCalled();
});

it("makes one payment method of a double click", async () => {
  const results: Promise<unknown>[] = [];
  const store = withClientSecret(mint, (clientSecret) => tokenizeCard({ clientSecret, card: CARD, baseUrl }));
  const button = document.body.appendChild(document.createElement("button"));
  button.textContent = "Pay";
  button.addEventListener("click", () => results.push(store()));
  await commands.control("addFault", { operation: "createPaymentMethod", kind: "latency", delayMs: 300 });

  await userEvent.dblClick(button);
  const methods = await Promise.all(results);
  button.remove();

  expect(methods).toHaveLength(2);
  expect(methods[0]).toBe(methods[1]);
  expect(await stored()).toHaveLength(1);
  expect(await commands.minted()).toHaveLength(1);
});

it("starts a new call after success and after failure", async () => {
  const cards = [CARD, DECLINED_CARD, CARD];
  const store = withClientSecret(mint, (clientSecret, card: typeof CARD) =>
    tokenizeCard({ clientSecret, card, baseUrl }),
  );
  for (const card of cards) await store(card).catch(() => {});
  expect(await stored()).toHaveLength(2);
  expect(await commands.minted()).toHaveLength(3);
});

it("times out when a response never ends", async () => {
  await commands.control("addFault", { operation: "createPaymentMethod", kind: "stalled-body" });
  const clientSecret = await mint();
  const error = await errorOf(tokenizeCard({ clientSecret, card: CARD, baseUrl, timeout: 200 }));
  expect(error).toMatchObject({ code: "timed_out", outcome: "unknown" });
});

it("does not follow a redirect of the vendor's", async () => {
  const location = `${places.elsewhere}/?cors`;
  await commands.control("addFault", { operation: "createPaymentMethod", kind: "redirect", location });
  const clientSecret = await mint();
  const before = (await commands.minted()).length;

  const error = await errorOf(tokenizeCard({ clientSecret, card: CARD, baseUrl }));

  expect(error).toMatchObject({ code: "redirect_refused", outcome: "unknown" });
  expect(await commands.minted()).toHaveLength(before);
});

it("reports network_failed when no server listens or the browser is offline, and works again later", async () => {
  const clientSecret = await mint();
  const nobody = await errorOf(tokenizeCard({ clientSecret, card: CARD, baseUrl: `${places.nobody}/api` }));
  expect(nobody).toMatchObject({ code: "network_failed", outcome: "unknown" });

  await commands.offlineFor(600);
  await vi.waitUntil(() => !navigator.onLine, { timeout: 20_000 });
  expect(await errorOf(mint())).toMatchObject({ code: "network_failed" });
  expect(await errorOf(tokenizeCard({ clientSecret, card: CARD, baseUrl }))).toMatchObject({ code: "network_failed" });
  await vi.waitUntil(() => navigator.onLine, { timeout: 20_000 });
  expect(await spends()).toHaveLength(0);
  await expect(tokenizeCard({ clientSecret, card: CARD, baseUrl })).resolves.toMatchObject({ type: "CARD" });
});

it("keeps secrets, numbers and codes out of errors, the console, the storage and the page", async () => {
  const written: unknown[] = [];
  for (const method of ["log", "info", "warn", "error", "debug"] as const) {
    vi.spyOn(console, method).mockImplementation((...args) => void written.push(...args));
  }
  const secrets = [CARD.accountNumber, DECLINED_CARD.accountNumber, "LOCALCLIENTSECRET"];
  const kinds = ["status", "html", "truncated-json", "severed-body", "oversized-body"] as const;
  for (const kind of kinds) {
    const clientSecret = await mint();
    secrets.push(clientSecret.reveal());
    console.log(clientSecret, JSON.stringify(clientSecret), `${clientSecret}`);
    await commands.control("addFault", { operation: "createPaymentMethod", kind });
    written.push(await errorOf(tokenizeCard({ clientSecret, card: CARD, baseUrl })));
  }
  written.push(await errorOf(tokenizeCard({ clientSecret: await mint(), card: DECLINED_CARD, baseUrl })));
  written.push(
    await errorOf(tokenizeCard({ clientSecret: await mint(), card: { ...CARD, cvv: "9876543210" }, baseUrl })),
  );
  vi.restoreAllMocks();

  expect(written.filter(isConnectError)).toHaveLength(kinds.length + 2);
  const everything = [
    ...written.flatMap((value) => [String(value), JSON.stringify(value), (value as Error)?.stack, textOf(value)]),
    JSON.stringify({ ...localStorage, ...sessionStorage }),
    document.cookie,
    document.documentElement.outerHTML,
    location.href,
    ...performance.getEntries().map((entry) => entry.name),
  ].join("\n");
  for (const secret of [...secrets, "9876543210"]) expect(everything).not.toContain(secret);
});

/** A minute passes: here, and at the vendor's. */
async function minutePasses(): Promise<void> {
  await commands.control("advance", MINUTE);
  minutePassesHere();
}

function minutePassesHere(): void {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + MINUTE });
}

// All own properties, also those that JSON leaves out, and those of the causes.
function textOf(value: unknown): string {
  if (!(value instanceof Object)) return String(value);
  return Object.getOwnPropertyNames(value)
    .map((name) => `${name}: ${textOf(Reflect.get(value, name))}`)
    .join("\n");
}
