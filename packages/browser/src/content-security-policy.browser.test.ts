import { beforeEach, describe, expect, it } from "vitest";
import { commands } from "vitest/browser";
import { fetchClientSecret, tokenizeCard } from "./index.ts";
import { CARD } from "./testing/card.ts";
import { errorOf } from "./testing/error-of.ts";
import { runInFrame } from "./testing/run-in-frame.ts";

const { baseUrl, elsewhere, nobody, sandbox } = await commands.places();

beforeEach(() => commands.reset());

const policy = (sources: string) =>
  `<meta http-equiv="Content-Security-Policy" content="connect-src ${sources}; script-src 'unsafe-inline'">`;
const failing = (call: string) => `
  try { return { value: await ${call} }; } catch (error) { return JSON.parse(JSON.stringify(error)); }`;
const tokenize = failing(
  `plastiqConnect.tokenizeCard(${JSON.stringify({ clientSecret: "secret", card: CARD, baseUrl })})`,
);

describe("a Content-Security-Policy of the page", () => {
  it.each(["'none'", "https://other.example", `${sandbox}/api/payers`])(
    "stops the card when it allows %s only, and the error names the directive and what to add",
    async (sources) => {
      expect(await runInFrame(policy(sources), tokenize)).toMatchObject({
        code: "configuration_invalid",
        outcome: "not-sent",
        message: expect.stringContaining(`add ${sandbox} to connect-src`),
      });
      expect(await commands.control("seen")).toEqual([]);
    },
  );

  it("stops the mint in the same way", async () => {
    const mint = failing(`plastiqConnect.fetchClientSecret({ endpoint: "${elsewhere}/?cors" })`);
    expect(await runInFrame(policy(sandbox), mint)).toMatchObject({
      code: "configuration_invalid",
      outcome: "not-sent",
      message: expect.stringContaining(`add ${elsewhere} to connect-src`),
    });
    expect(await commands.minted()).toEqual([]);
  });

  it("is not blamed for a request that fails on its way when it allows the vendor", async () => {
    await commands.control("addFault", { operation: "createPaymentMethod", kind: "severed", times: null });
    const code = `
      const other = fetch("https://blocked.example/").catch(() => {});
      ${tokenize}`;
    expect(await runInFrame(policy(sandbox), code)).toMatchObject({ code: "network_failed", outcome: "unknown" });
  });
});

describe("a violation that is reported while a request fails", () => {
  const violation = (facts: SecurityPolicyViolationEventInit) =>
    new SecurityPolicyViolationEvent("securitypolicyviolation", {
      documentURI: location.href,
      disposition: "enforce",
      effectiveDirective: "connect-src",
      violatedDirective: "connect-src",
      originalPolicy: "connect-src 'none'",
      blockedURI: `${nobody}/api/payment-methods`,
      statusCode: 200,
      bubbles: true,
      ...facts,
    });
  const failingWith = (event: SecurityPolicyViolationEvent) =>
    errorOf(
      tokenizeCard({
        clientSecret: "s",
        card: CARD,
        baseUrl: `${nobody}/api`,
        retries: 0,
        fetch: async (url, init) => {
          document.dispatchEvent(event);
          return await fetch(url, init);
        },
      }),
    );

  it("makes it certain that nothing was sent when it is of this request", async () => {
    expect(await failingWith(violation({}))).toMatchObject({ code: "configuration_invalid", outcome: "not-sent" });
  });

  it.each<[string, SecurityPolicyViolationEventInit]>([
    ["a policy that only reports", { disposition: "report" }],
    ["another address of the same origin", { blockedURI: `${nobody}/api/payers` }],
    ["the origin alone", { blockedURI: nobody }],
    ["another directive", { effectiveDirective: "img-src" }],
  ] as never)("says nothing when it is of %s", async (_, facts) => {
    expect(await failingWith(violation(facts))).toMatchObject({ code: "network_failed", outcome: "unknown" });
  });

  it("leaves no listener behind", async () => {
    const kept = new Set<unknown>();
    const { addEventListener: add, removeEventListener: remove } = window;
    window.addEventListener = (name: string, listener: unknown) => void kept.add([name, listener].join());
    window.removeEventListener = (name: string, listener: unknown) => void kept.delete([name, listener].join());
    await errorOf(fetchClientSecret({ endpoint: `${nobody}/` }));
    window.addEventListener = add;
    window.removeEventListener = remove;
    expect([...kept]).toEqual([]);
  });
});
