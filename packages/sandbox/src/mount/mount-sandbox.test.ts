import type { AddressInfo } from "node:net";
import { createAdaptorServer, type ServerType } from "@hono/node-server";
import { Hono } from "hono";
import { afterEach, describe, expect, it } from "vitest";
import { LOCAL_API_KEY, LOCAL_PAYER_ID, mountSandbox, TEST_NUMBERS } from "../index.ts";
import { card } from "../testing/fixture.ts";
import { recipient } from "../testing/payment-fixture.ts";

const TOKEN = "a-token-of-this-test-0123456789abcdef";
const OPTIONS = { basePath: "/plastiq-sandbox", token: TOKEN };

const servers: ServerType[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** Starts an application that has the sandbox as one of its routes, and returns its origin. */
async function serve(fetch: (request: Request) => Response | Promise<Response>): Promise<string> {
  const server = createAdaptorServer({ fetch, overrideGlobalObjects: false });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function sent(method: string, body?: object): RequestInit {
  return {
    method,
    headers: { authorization: `Bearer ${LOCAL_API_KEY}`, "content-type": "application/json", "user-agent": "test" },
    ...(body && { body: JSON.stringify(body) }),
  };
}

// biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of the body
const json = async (response: Response | Promise<Response>): Promise<any> => (await response).json();

const visa = { type: "CARD", data: { ...card, expirationYear: "2099" }, payer: { id: LOCAL_PAYER_ID } };

describe("mountSandbox", () => {
  it("serves the API below the path of a catch-all route and the token", async () => {
    const { handle } = mountSandbox(OPTIONS);
    // As in the route files of Next.js and SvelteKit.
    const route = { GET: handle, POST: handle };
    const base = `https://preview.example.com/plastiq-sandbox/${TOKEN}`;
    const created = await route.POST(new Request(`${base}/api/payment-methods`, sent("POST", visa)));
    expect(created.status).toBe(200);
    const listed = await route.GET(new Request(`${base}/api/payment-methods?payerId=${LOCAL_PAYER_ID}`, sent("GET")));
    expect((await json(listed)).data).toHaveLength(1);
    const document = await json(route.GET(new Request(`${base}/openapi.json`)));
    expect([document.openapi, document.servers]).toEqual(["3.1.0", [{ url: `${base}/api` }]]);
  });

  it("works as a route of Hono on Node, uploads included", async () => {
    const { handle, control } = mountSandbox(OPTIONS);
    const app = new Hono();
    app.get("/", (c) => c.text("the application"));
    app.all("/plastiq-sandbox/*", (c) => handle(c.req.raw));
    const origin = await serve(app.fetch);
    const base = `${origin}/plastiq-sandbox/${TOKEN}`;
    expect(await (await fetch(origin)).text()).toBe("the application");
    const { id } = await json(fetch(`${base}/api/recipients`, sent("POST", { ...recipient, receivingMethod: check })));
    const wanted = {
      type: "INVOICE",
      fileType: "pdf",
      filename: "a.pdf",
      payer: { id: LOCAL_PAYER_ID },
      recipient: { id },
    };
    const { uploadURL, metadata } = await json(fetch(`${base}/api/documents`, sent("POST", wanted)));
    expect(uploadURL.startsWith(`${base}/uploads/`)).toBe(true);
    const form = new FormData();
    for (const [name, value] of Object.entries(metadata)) form.append(name, String(value));
    form.append("file", new Blob(["%PDF"]), "a.pdf");
    const uploaded = await fetch(uploadURL, { method: "POST", body: form });
    expect([uploaded.status, uploaded.headers.get("location")]).toEqual([201, uploadURL]);
    expect(await uploaded.text()).toContain(`<Location>${uploadURL}</Location>`);
    expect(control.state().documents[0]?.uploadedBytes).toBe(4);
    expect(JSON.stringify(control.seen())).not.toContain(TOKEN);
    control.addFault({ operation: "*", kind: "severed" });
    expect((await fetch(`${base}/api/categories`, sent("GET"))).status).toBe(502);
  });

  it("uses the origin option behind a proxy", async () => {
    const { handle } = mountSandbox({ ...OPTIONS, basePath: "", origin: "https://preview.example.com" });
    const api = `http://10.0.0.7:3000/${TOKEN}/api`;
    const made = await handle(new Request(`${api}/recipients`, sent("POST", { ...recipient, receivingMethod: check })));
    const { id } = await json(made);
    const wanted = {
      type: "INVOICE",
      fileType: "pdf",
      filename: "a.pdf",
      payer: { id: LOCAL_PAYER_ID },
      recipient: { id },
    };
    const { uploadURL } = await json(handle(new Request(`${api}/documents`, sent("POST", wanted))));
    expect(uploadURL.startsWith(`https://preview.example.com/${TOKEN}/uploads/`)).toBe(true);
  });

  it.each([
    "/plastiq-sandbox/api/payers/x",
    "/plastiq-sandbox/",
    "/plastiq-sandbox",
    `/plastiq-sandbox/${TOKEN.slice(0, -1)}/api/categories`,
    `/plastiq-sandbox/${TOKEN}x/api/categories`,
    `/${TOKEN}/api/categories`,
    `/plastiq-sandbox/${TOKEN}`,
    `/plastiq-sandbox/${TOKEN}/`,
    `/plastiq-sandbox/${TOKEN}/control/state`,
    `/plastiq-sandbox/${TOKEN}/api/../control/state`,
    `/plastiq-sandbox/${TOKEN}/inspector.js`,
  ])("responds with an empty 404 without the token, and for what is not the API: %s", async (path) => {
    const { handle, control } = mountSandbox(OPTIONS);
    const response = await handle(new Request(`https://preview.example.com${path}`, sent("GET")));
    expect([response.status, await response.text()]).toEqual([404, ""]);
    expect(control.seen()).toEqual([]);
  });

  it("accepts listed numbers only, in payment methods and in recipients, and does not repeat the number", async () => {
    const { handle } = mountSandbox(OPTIONS);
    const base = `https://preview.example.com/plastiq-sandbox/${TOKEN}/api`;
    const real = { ...visa, data: { ...visa.data, accountNumber: "4111111111111111" } };
    for (const [path, body, field] of [
      ["payment-methods", real, "data.accountNumber"],
      ["recipients", recipient, "receivingMethod.accountNumber"],
    ] as const) {
      const response = await handle(new Request(`${base}/${path}`, sent("POST", body)));
      const text = await response.text();
      expect(response.status).toBe(400);
      expect(JSON.parse(text).errors[0].details).toBe(`${field} must be one of this sandbox's test numbers.`);
      expect(text).not.toMatch(/4111111111111111|3829473294723/);
    }
    const more = mountSandbox({ ...OPTIONS, acceptedNumbers: [...TEST_NUMBERS, "4111111111111111"] });
    expect((await more.handle(new Request(`${base}/payment-methods`, sent("POST", real)))).status).toBe(200);
  });

  it.each([
    [{ basePath: "plastiq", token: TOKEN }, "basePath must be"],
    [{ basePath: "/plastiq/", token: TOKEN }, "basePath must be"],
    [{ basePath: "/plastiq", token: "short" }, "token must be"],
    [{ basePath: "/plastiq", token: `${TOKEN}/` }, "token must be"],
    [{ ...OPTIONS, origin: "https://preview.example.com/" }, "origin must be"],
    [{ ...OPTIONS, origin: "preview.example.com" }, "origin must be"],
    [{ ...OPTIONS, origin: "" }, "origin must be"],
    [{ basePath: "/plastiq", token: undefined as unknown as string }, "token must be"],
  ])("refuses what cannot be mounted: %#", (options, message) => {
    expect(() => mountSandbox(options)).toThrow(message);
    expect(() => mountSandbox(options)).not.toThrow(TOKEN);
  });
});

const check = { type: "CHECK", line1: "1 Main St", city: "Austin", state: "TX", postalCode: "78701", country: "US" };
