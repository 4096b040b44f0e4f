import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createSandbox, LOCAL_API_KEY, LOCAL_PAYER_ID } from "../index.ts";
import { type MintHandlerOptions, mintHandler, sandboxHandlers } from "./index.ts";

const sandbox = createSandbox();
const server = setupServer(...sandboxHandlers(sandbox));
beforeAll(() => server.listen({ onUnhandledFrame: "error" }));
afterEach(() => {
  server.resetHandlers();
  sandbox.control.reset();
});
afterAll(() => server.close());

// biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of the body
const json = async (response: Response): Promise<any> => response.json();

function call(url: string, body?: object): Promise<Response> {
  return fetch(url, {
    method: body ? "POST" : "GET",
    headers: { authorization: `Bearer ${LOCAL_API_KEY}`, "content-type": "application/json", "user-agent": "test" },
    ...(body && { body: JSON.stringify(body) }),
  });
}

const CARD_DATA = {
  ...{ cardHolderName: "Ada Lovelace", accountNumber: "4242424242424242", cvv: "123" },
  ...{ expirationMonth: "12", expirationYear: "2039" },
  billingAddress: { line1: "1 Main St", city: "Austin", state: "TX", postalCode: "78701", country: "US" },
};
const MINT = { payer: { id: LOCAL_PAYER_ID }, type: "CARD" };

describe("sandboxHandlers", () => {
  it.each(["https://connect.sandbox.plastiq.com", "https://connect.plastiq.com"])("intercepts %s", async (origin) => {
    const response = await call(`${origin}/api/client-secrets`, MINT);
    expect((await json(response)).clientSecret).toMatch(/^\S{10,}$/);
    expect(sandbox.control.seen()).toHaveLength(1);
  });

  it("intercepts another base URL, and no other path or host", async () => {
    server.use(...sandboxHandlers(sandbox, { baseUrl: "https://proxy.test/plastiq/api/" }));
    expect((await call("https://proxy.test/plastiq/api/categories")).status).toBe(200);
    await expect(call("https://proxy.test/api/categories")).rejects.toThrow();
    await expect(call("https://connect.plastiq.com.test/api/categories")).rejects.toThrow();
    expect(() => sandboxHandlers(sandbox, { baseUrl: "https://proxy.test/" })).toThrow(TypeError);
  });

  it("takes the upload of a document, where the response says", async () => {
    const payer = { id: LOCAL_PAYER_ID };
    const base = "https://connect.sandbox.plastiq.com/api";
    const [category] = (await json(await call(`${base}/categories`))).data;
    const address = { line1: "1 Main St", city: "Austin", state: "TX", postalCode: "78701", country: "US" };
    const recipient = await call(`${base}/recipients`, {
      ...{ businessName: "Beans", categoryId: category.id, contact: { email: "bo@example.com" } },
      ...{ businessAddress: address, receivingMethod: { type: "CHECK", ...address } },
    });
    const { id } = await json(recipient);
    const slot = await call(`${base}/documents`, {
      ...{ type: "INVOICE", fileType: "pdf", filename: "a.pdf", payer, recipient: { id } },
    });
    const { uploadURL, metadata } = await json(slot);
    const form = new FormData();
    for (const [name, value] of Object.entries(metadata)) form.append(name, String(value));
    form.append("file", new Blob(["%PDF"]), "a.pdf");
    expect((await fetch(uploadURL, { method: "POST", body: form })).status).toBe(201);
  });

  it("fails as fetch does for a severed connection", async () => {
    sandbox.control.addFault({ operation: "*", kind: "severed" });
    await expect(call("https://connect.plastiq.com/api/client-secrets", MINT)).rejects.toThrow(TypeError);
  });
});

describe("mintHandler", () => {
  const ENDPOINT = "https://shop.test/client-secret";
  const mint = (options?: MintHandlerOptions): Promise<Response> => {
    server.use(mintHandler(sandbox, { endpoint: ENDPOINT, ...options }));
    return fetch(ENDPOINT, { method: "POST" });
  };

  it("responds as a mint endpoint, with a secret that the sandbox takes once", async () => {
    const response = await mint();
    const { clientSecret, ...more } = await json(response);
    expect(more).toEqual({ expiresIn: 60_000, traceId: response.headers.get("trace-id") });
    expect(sandbox.control.seen()).toMatchObject([{ operation: "createClientSecret", body: MINT }]);
    const store = () =>
      fetch("https://connect.sandbox.plastiq.com/api/payment-methods", {
        method: "POST",
        headers: { authorization: `Bearer ${clientSecret}`, "content-type": "application/json" },
        body: JSON.stringify({ type: "CARD", data: CARD_DATA }),
      });
    expect([(await store()).status, (await store()).status]).toEqual([200, 401]);
  });

  it("takes a payer and a key of the sandbox", async () => {
    sandbox.control.addKey("second", "a-second-key-of-the-sandbox");
    expect((await mint({ payerId: LOCAL_PAYER_ID, apiKey: "a-second-key-of-the-sandbox" })).status).toBe(200);
    expect((await mint({ payerId: "3f2c9a54-7d1e-4b86-9c0a-5e8d1f7b2a60" })).status).toBe(502);
  });

  it.each([
    ["a refusal", { kind: "status", status: 500 }],
    ["a severed connection", { kind: "severed" }],
  ] as const)("responds with a mint endpoint's problem to %s of the sandbox", async (_, fault) => {
    sandbox.control.addFault({ operation: "createClientSecret", ...fault });
    const response = await mint();
    expect([response.status, await json(response)]).toMatchObject([
      502,
      { type: "urn:plastiq-connect:mint:upstream-refused" },
    ]);
  });
});
